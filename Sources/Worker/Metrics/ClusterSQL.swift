import Postgres

/// The statements of the cluster's metrics.
enum ClusterSQL: String, SQL {
    /// How many days ahead every partitioned table has partitions; how many effects are due, up to `$1`; for how many seconds the
    /// oldest has been due; the time.
    case figures = """
        SELECT coalesce((
                SELECT min(days)
                FROM (
                    SELECT max(to_date(right(part.relname::text, 10), 'YYYY_MM_DD'))
                        - (now() AT TIME ZONE 'UTC')::date AS days
                    FROM pg_class AS parent
                    JOIN pg_inherits ON inhparent = parent.oid
                    JOIN pg_class AS part ON part.oid = inhrelid
                    WHERE parent.relnamespace = current_schema()::regnamespace AND parent.relkind = 'p'
                        AND part.relkind = 'r'
                    GROUP BY parent.oid
                ) AS ahead
            ), 0)::int4,
            (SELECT count(*) FROM (
                SELECT FROM effects WHERE due_at <= now() ORDER BY due_at LIMIT $1::int8
            ) AS due),
            coalesce(extract(epoch FROM now() - (
                SELECT due_at FROM effects WHERE due_at <= now() ORDER BY due_at LIMIT 1
            ))::float8, 0),
            clock_timestamp()
        """

    /// A row per job: when its last successful run ended.
    case goodRuns = """
        SELECT kind, max(run.finished_at)
        FROM cluster_runs AS run
        WHERE run.finished_at IS NOT NULL AND NOT EXISTS (
            SELECT
            FROM cluster_run_shards AS shards
            WHERE shards.run_id = run.run_id AND retry_at IS NOT NULL
        )
        GROUP BY kind
        """
}
