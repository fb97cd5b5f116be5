-- Which messages have been answered, and how far: claimed before anything is sent, so that a message is answered once,
-- however often it's checked, and what a killed worker left is completed by the next check.
CREATE TABLE autoresponder_answers (
    guild_id bigint NOT NULL,
    message_id bigint NOT NULL,
    claimed_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    fencing integer NOT NULL DEFAULT 1,
    is_finished boolean NOT NULL,
    hit_ids bigint[] NOT NULL,
    step_triggers bigint[] NOT NULL,
    step_responses bigint[] NOT NULL,
    step_states smallint[] NOT NULL,
    PRIMARY KEY (guild_id, message_id)
);

CREATE INDEX autoresponder_answers_claimed_at ON autoresponder_answers (claimed_at);

COMMENT ON TABLE autoresponder_answers IS 'Messages that triggers matched. Kept 7 days.';
COMMENT ON COLUMN autoresponder_answers.claimed_at IS
    'Rows older than the guild''s enabled_at count for nothing.';
COMMENT ON COLUMN autoresponder_answers.touched_at IS 'When the last step was noted.';
COMMENT ON COLUMN autoresponder_answers.fencing IS
    'Raised by each check that goes on with it; who holds an older one writes nothing.';
COMMENT ON COLUMN autoresponder_answers.hit_ids IS 'The triggers that fired.';
COMMENT ON COLUMN autoresponder_answers.step_triggers IS 'What is sent, with step_responses; emptied at the end.';
COMMENT ON COLUMN autoresponder_answers.step_states IS '0 to be done, 1 begun, 2 done, 3 failed.';
