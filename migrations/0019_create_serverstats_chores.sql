-- What disabling a guild or switching a statistic off leaves to be done row by row: written in the same
-- statement as the settings, done in chunks, by the worker that answered or by any other after a crash.
CREATE TABLE serverstats_chores (
    guild_id bigint NOT NULL,
    chore smallint NOT NULL CHECK (chore BETWEEN 0 AND 2),
    requested_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, chore)
);

COMMENT ON TABLE serverstats_chores IS 'Unfinished work in the background.';
COMMENT ON COLUMN serverstats_chores.chore IS
    '0 delete what is older than the present enabling, 1 close the voice sessions, 2 close the presence sessions open at requested_at.';
