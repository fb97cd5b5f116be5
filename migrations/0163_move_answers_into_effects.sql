-- Who is at work on an answer is in the table of all effects from now on; with the channel anybody can complete it.
ALTER TABLE autoresponder_answers ADD COLUMN channel_id bigint, DROP COLUMN fencing;

COMMENT ON TABLE autoresponder_answers IS 'Messages that triggers matched, and how far their responses are. Kept 7 days.';
COMMENT ON COLUMN autoresponder_answers.channel_id IS 'The message''s; NULL: it was answered before this was kept.';
COMMENT ON COLUMN autoresponder_answers.step_states IS
    '0 to be done, 1 begun, 2 done, 3 failed, 4 begun too long ago.';
