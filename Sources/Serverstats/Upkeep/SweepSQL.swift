import Modules

/// The statement that goes through a guild's events, one day and a bounded number of rows at a time.
///
/// `$1` guild, `$2` day, and the key of the last row scanned: `$3` kind, `$4` time, `$5` id; `$6` number of rows to scan.
/// Returns the number of rows affected and, if there may be more, the last row scanned. Rows are deleted by a range of the
/// index, not joined by their keys: a join planned while the partitions were empty would compare all pairs.
enum SweepSQL: String, SQL {
    /// Deletes events older than the present activation, all of them if there is none.
    case purge = """
        WITH last AS MATERIALIZED (
            SELECT kind, occurred_at, id
            FROM statistics_events
            WHERE guild_id = $1::int8 AND day = $2::date
                AND (kind, day, occurred_at, id) > ($3::int2, $2, $4::timestamptz, $5::int8)
            ORDER BY kind, day, occurred_at, id
            LIMIT 1 OFFSET $6::int8 - 1
        ), gone AS (
            DELETE FROM statistics_events
            WHERE guild_id = $1 AND day = $2 AND (kind, day, occurred_at, id) > ($3, $2, $4, $5)
                AND (kind, day, occurred_at, id) <= (
                    coalesce((SELECT kind FROM last), 32767), $2,
                    coalesce((SELECT occurred_at FROM last), 'infinity'), coalesce((SELECT id FROM last), 0))
                AND occurred_at < coalesce(
                    (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
            RETURNING id
        ), met AS (
            SELECT count(*) AS count
            FROM gone
        )
        SELECT met.count, last.kind, last.occurred_at, last.id
        FROM met
        LEFT JOIN last ON true
        """
}

/// The statements that wait for events in flight.
enum WriterSQL: String, SQL {
    /// The transactions that are storing events. Each took its lock before its snapshot, so any that saw the guild or the
    /// member as before a change is among them, or has ended.
    case writing = """
        SELECT coalesce(array_agg(virtualtransaction), '{}')
        FROM pg_locks
        WHERE locktype = 'relation' AND relation = 'statistics_events'::regclass AND mode = 'RowExclusiveLock'
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND pid <> pg_backend_pid()
        """

    /// Whether one of these transactions is still running. `$1` transactions.
    case stillWriting = """
        SELECT EXISTS (
            SELECT FROM pg_locks
            WHERE locktype = 'relation' AND relation = 'statistics_events'::regclass
                AND virtualtransaction = ANY($1::text[]))
        """

    /// The database's date.
    case today = """
        SELECT (now() AT TIME ZONE 'UTC')::date
        """
}
