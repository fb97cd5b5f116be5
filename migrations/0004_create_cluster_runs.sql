-- Work that the whole cluster does once: a run is a row, its work 64 shards, each with its own row of progress.
-- Workers look for unfinished runs here, so what a dead worker left undone another one does.
CREATE TABLE cluster_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz
);

COMMENT ON TABLE cluster_runs IS 'One row for each run of a job over the whole cluster';
COMMENT ON COLUMN cluster_runs.kind IS 'The name of the job';
COMMENT ON COLUMN cluster_runs.finished_at IS 'When the last shard was done; NULL while under way';

CREATE UNIQUE INDEX cluster_runs_unfinished ON cluster_runs (kind) WHERE finished_at IS NULL;
CREATE INDEX cluster_runs_started ON cluster_runs (kind, started_at);

CREATE TABLE cluster_run_shards (
    run_id bigint NOT NULL REFERENCES cluster_runs ON DELETE CASCADE,
    shard smallint NOT NULL CHECK (shard BETWEEN 0 AND 63),
    fencing bigint NOT NULL DEFAULT 0,
    worker text,
    position bigint NOT NULL DEFAULT 0,
    done bigint NOT NULL DEFAULT 0,
    failed bigint NOT NULL DEFAULT 0,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    retry_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (run_id, shard)
);

COMMENT ON TABLE cluster_run_shards IS 'The progress of each part of a run';
COMMENT ON COLUMN cluster_run_shards.fencing IS
    'Raised by each claim; a worker writes only while the number it claimed under stands';
COMMENT ON COLUMN cluster_run_shards.worker IS 'Who claimed it last';
COMMENT ON COLUMN cluster_run_shards.position IS
    'How far the shard is, in the job''s own terms, mostly the last guild done';
COMMENT ON COLUMN cluster_run_shards.done IS 'Items done so far';
COMMENT ON COLUMN cluster_run_shards.failed IS 'Items given up so far';
COMMENT ON COLUMN cluster_run_shards.attempts IS 'Claims whose work ended in an error';
COMMENT ON COLUMN cluster_run_shards.retry_at IS 'Not to be claimed before, after an error';
