-- What was in doubt about posts is in the table of all effects from now on.
INSERT INTO effects (guild_id, kind, subject, in_doubt, attempt, first_sent_at, last_sent_at)
SELECT guild_id, 'starboard post', original_message_id, (ARRAY['posting', 'editing', 'removing'])[state], generation,
    sent_first_at, sent_last_at
FROM starboard_entries
WHERE state <> 0;

DROP INDEX starboard_entries_posting;
DROP INDEX starboard_entries_claimed_at;
ALTER TABLE starboard_entries
    DROP COLUMN generation, DROP COLUMN fencing, DROP COLUMN claimed_at, DROP COLUMN state, DROP COLUMN sent_first_at,
    DROP COLUMN sent_last_at;
DROP SEQUENCE starboard_numbers;

CREATE INDEX starboard_entries_without_post ON starboard_entries (coalesce(read_at, monitoring_start))
    WHERE starboard_message_id IS NULL;

COMMENT ON TABLE starboard_entries IS
    'Starred messages, and what their posts in the starboard channel are. No member''s id is here.';
