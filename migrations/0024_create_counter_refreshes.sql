-- Which run refreshed a guild last, written under the run's claim: a worker that takes over a share of a run leaves out
-- what is marked, and one that woke up too late marks nothing.
CREATE TABLE counter_refreshes (
    guild_id bigint NOT NULL PRIMARY KEY,
    run_id bigint NOT NULL,
    refreshed_at timestamptz NOT NULL,
    failure text
);

COMMENT ON TABLE counter_refreshes IS 'The last run of counters/update that came to each guild.';
COMMENT ON COLUMN counter_refreshes.failure IS 'Why it could not be refreshed, in words; null where it was.';
