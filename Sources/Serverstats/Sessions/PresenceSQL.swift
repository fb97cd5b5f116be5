import Modules

/// The statement that stores a member's activities; it follows the member's lock in one transaction.
enum PresenceSQL: String, SQL {
    /// Replaces the member's present activities: opens and closes sessions accordingly, and stores the status.
    /// Returns the outcome.
    ///
    /// `$1` guild, `$2` member, `$3` arrival, `$4` toggle as a bit, `$5` kind, `$6` types, `$7` names, `$8` details,
    /// `$9` states, `$10` status or null, `$11` the bit of the counters, which need the status too.
    case replace = """
        WITH judged AS MATERIALIZED (
            SELECT s.enabled_at, CASE
                WHEN s.enabled_at IS NULL OR s.enabled_at > $3::timestamptz THEN 0
                WHEN s.switches & $4::int4 = 0 AND (s.switches & $11::int4 = 0 OR $10::int2 IS NULL) THEN 0
                WHEN m.is_refusing OR m.erased_at >= $3 THEN 2
                WHEN s.switches & $4 <> 0 THEN 1
                ELSE 3 END::int2 AS fate
            FROM (SELECT $1::int8 AS guild_id, $2::int8 AS member_id) AS given
            LEFT JOIN serverstats_settings s ON s.guild_id = given.guild_id
            LEFT JOIN serverstats_members m ON m.guild_id = given.guild_id AND m.member_id = given.member_id
        ), wanted AS MATERIALIZED (
            SELECT DISTINCT ON (activity_type, name) activity_type, name, details, state
            FROM unnest($6::int4[], $7::text[], $8::text[], $9::text[]) WITH ORDINALITY
                AS a (activity_type, name, details, state, position)
            ORDER BY activity_type, name, position
        ), gone AS (
            DELETE FROM presence_sessions p
            USING judged
            WHERE p.guild_id = $1 AND p.user_id = $2 AND judged.fate = 1 AND NOT EXISTS (
                SELECT FROM wanted w WHERE w.activity_type = p.activity_type AND w.name = p.name)
            RETURNING p.*, p.started_at >= judged.enabled_at AS counts, greatest(now(), p.started_at) AS ended_at
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, number, text, details, state, started_at)
            SELECT guild_id, $5::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, activity_type,
                name, details, state, started_at
            FROM gone
            WHERE counts
        ), opened AS (
            INSERT INTO presence_sessions AS p
                (guild_id, user_id, activity_type, name, details, state, started_at)
            SELECT $1, $2, w.activity_type, w.name, w.details, w.state, now()
            FROM wanted w
            CROSS JOIN judged
            WHERE judged.fate = 1
            ON CONFLICT (guild_id, user_id, activity_type, name) DO UPDATE
            SET details = excluded.details, state = excluded.state, started_at = excluded.started_at, id = excluded.id
            WHERE p.started_at < (SELECT enabled_at FROM judged)
        ), status AS (
            INSERT INTO member_statuses AS m (guild_id, member_id, status, reported_at)
            SELECT $1, $2, $10, now()
            FROM judged
            WHERE fate IN (1, 3) AND $10 IS NOT NULL
            ON CONFLICT (guild_id, member_id) DO UPDATE
            SET status = excluded.status, reported_at = excluded.reported_at
            WHERE m.status <> excluded.status OR m.reported_at < (SELECT enabled_at FROM judged)
        )
        SELECT fate
        FROM judged
        """
}
