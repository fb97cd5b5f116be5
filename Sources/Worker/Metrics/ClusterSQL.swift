import Postgres

/// What the metrics ask the database for.
enum ClusterSQL: String, SQL {
    /// Days after today that every split table has partitions for; effects that are due, up to `$1`, and the seconds that the oldest of
    /// them has been; the time.
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

    /// A row for each job: when its last good run ended.
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
