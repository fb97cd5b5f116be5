-- A shard that was given up has both times; statements say what they mean by it.
ALTER TABLE cluster_run_shards
    ADD COLUMN is_abandoned boolean NOT NULL GENERATED ALWAYS AS (finished_at IS NOT NULL AND retry_at IS NOT NULL) STORED;

COMMENT ON COLUMN cluster_run_shards.is_abandoned IS 'Given up after too many errors; retry_at is the time of the attempt that isn''t made any more.';
