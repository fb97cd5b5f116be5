import Postgres

/// The statements with which workers share runs.
package enum JobsSQL: String, SQL {
    /// Starts a run of each scheduled job whose last run has ended and began long enough ago.
    case startDue = """
        WITH job AS (
            SELECT kind, seconds, shards
            FROM unnest($1::text[], $2::float8[], $3::int2[]) AS job (kind, seconds, shards)
        ), started AS (
            INSERT INTO cluster_runs (kind)
            SELECT kind
            FROM job
            WHERE NOT EXISTS (
                SELECT
                FROM cluster_runs AS earlier
                WHERE earlier.kind = job.kind
                    AND (earlier.finished_at IS NULL
                        OR earlier.started_at > clock_timestamp() - make_interval(secs => seconds))
            )
            ON CONFLICT (kind) WHERE finished_at IS NULL DO NOTHING
            RETURNING run_id, kind
        )
        INSERT INTO cluster_run_shards (run_id, shard)
        SELECT run_id, shard
        FROM started
        JOIN job USING (kind),
            generate_series(0, shards - 1) AS shard
        """
    /// Starts a run and notifies the workers, or returns the one that is under way. No row: it ended or began at this
    /// moment, so ask again.
    case start = """
        WITH started AS (
            INSERT INTO cluster_runs (kind)
            VALUES ($1)
            ON CONFLICT (kind) WHERE finished_at IS NULL DO NOTHING
            RETURNING run_id
        ), shards AS (
            INSERT INTO cluster_run_shards (run_id, shard)
            SELECT run_id, shard
            FROM started, generate_series(0, $2::int4 - 1) AS shard
        )
        SELECT run_id, pg_notify('cluster_runs', $1) IS NOT NULL
        FROM started
        UNION ALL
        SELECT run_id, FALSE
        FROM cluster_runs
        WHERE kind = $1 AND finished_at IS NULL
        """
    /// The active runs, with the shards that may be claimed now.
    case look = """
        SELECT run_id, run.kind,
            COALESCE(array_agg(shard) FILTER (
                WHERE shards.finished_at IS NULL
                    AND (retry_at IS NULL OR retry_at <= clock_timestamp())
            ), '{}'),
            count(*) FILTER (WHERE shards.finished_at IS NULL)
        FROM cluster_runs AS run
        JOIN cluster_run_shards AS shards USING (run_id)
        WHERE run.finished_at IS NULL AND run.kind = ANY ($1)
        GROUP BY run_id
        """
    case claim = """
        UPDATE cluster_run_shards
        SET fencing = fencing + 1, worker = $3
        WHERE run_id = $1 AND shard = $2
            AND finished_at IS NULL
            AND (retry_at IS NULL OR retry_at <= clock_timestamp())
        RETURNING fencing, position, done, failed
        """
    case requireClaim = "SELECT require_cluster_claim($1, $2, $3)"
    case tellProgress = """
        UPDATE cluster_run_shards
        SET position = $4, done = $5, failed = $6
        WHERE run_id = $1 AND shard = $2 AND fencing = $3 AND finished_at IS NULL
        """
    case finishShard = """
        UPDATE cluster_run_shards
        SET finished_at = clock_timestamp(), retry_at = NULL
        WHERE run_id = $1 AND shard = $2 AND fencing = $3 AND finished_at IS NULL
        """
    /// Schedules a retry after 2, 4, 8 … 300 seconds, or gives the shard up.
    case failShard = """
        UPDATE cluster_run_shards
        SET attempts = attempts + 1,
            last_error = left($4, 500),
            retry_at = clock_timestamp()
                + make_interval(secs => least(300, 2 ^ least(attempts + 1, 9))),
            finished_at = CASE WHEN attempts + 1 >= $5 THEN clock_timestamp() END
        WHERE run_id = $1 AND shard = $2 AND fencing = $3 AND finished_at IS NULL
        """
    /// The worker that finishes the last shard ends the run. If two finish together, the later one sees both.
    case finishRun = """
        UPDATE cluster_runs
        SET finished_at = clock_timestamp()
        WHERE run_id = $1 AND finished_at IS NULL
            AND NOT EXISTS (
                SELECT
                FROM cluster_run_shards AS shards
                WHERE shards.run_id = $1 AND shards.finished_at IS NULL
            )
        """
    /// Runs are kept a week.
    case forgetOld = """
        DELETE FROM cluster_runs
        WHERE kind = ANY ($1) AND finished_at < clock_timestamp() - interval '7 days'
        """
    case readRuns = """
        SELECT run_id, started_at, run.finished_at,
            count(*), count(shards.finished_at),
            sum(done)::int8, sum(failed)::int8, max(last_error),
            count(*) FILTER (WHERE is_abandoned)
        FROM cluster_runs AS run
        JOIN cluster_run_shards AS shards USING (run_id)
        WHERE run.kind = $1
        GROUP BY run_id
        ORDER BY run_id DESC
        LIMIT $2
        """
    case isFinished = "SELECT finished_at IS NOT NULL FROM cluster_runs WHERE run_id = $1"
}
