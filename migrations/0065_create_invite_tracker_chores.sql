-- What disabling leaves to be deleted row by row: written with the end of the settings, done in chunks by a job.
CREATE TABLE invite_tracker_chores (
    guild_id bigint NOT NULL,
    enabling bigint NOT NULL,
    ended_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, enabling)
);

COMMENT ON TABLE invite_tracker_chores IS 'Enablings that have ended and whose rows are still there.';
