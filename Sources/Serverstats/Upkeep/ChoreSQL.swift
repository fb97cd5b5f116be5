import Postgres

/// The statements about what disabling and switching off leave to be done.
enum ChoreSQL: String, SQL {
    /// Closes voice sessions of a guild as of when the statistic was switched off; after ``GuildLockSQL/exclusive`` in
    /// one transaction. `$1` guild, `$2` kind, `$3` how many. Gives how many.
    case closeVoice = """
        WITH chore AS MATERIALIZED (
            SELECT c.requested_at, s.enabled_at
            FROM effects c
            JOIN serverstats_settings s ON s.guild_id = c.guild_id
            WHERE c.guild_id = $1::int8 AND c.kind = 'open voice sessions' AND c.subject = 0
        ), last AS MATERIALIZED (
            SELECT started_at, id
            FROM voice_sessions
            WHERE guild_id = $1
            ORDER BY started_at, id
            LIMIT 1 OFFSET $3::int8 - 1
        ), gone AS (
            DELETE FROM voice_sessions
            WHERE guild_id = $1 AND started_at <= (SELECT requested_at FROM chore) AND (started_at, id) <= (
                coalesce((SELECT started_at FROM last), 'infinity'), coalesce((SELECT id FROM last), 0))
            RETURNING *, (SELECT requested_at FROM chore) AS ended_at
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, channel_id, started_at)
            SELECT guild_id, $2::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, channel_id,
                started_at
            FROM gone
            WHERE started_at >= (SELECT enabled_at FROM chore)
        )
        SELECT count(*)
        FROM gone
        """

    /// The same for sessions of activities.
    case closePresence = """
        WITH chore AS MATERIALIZED (
            SELECT c.requested_at, s.enabled_at
            FROM effects c
            JOIN serverstats_settings s ON s.guild_id = c.guild_id
            WHERE c.guild_id = $1::int8 AND c.kind = 'open presence sessions' AND c.subject = 0
        ), last AS MATERIALIZED (
            SELECT started_at, id
            FROM presence_sessions
            WHERE guild_id = $1
            ORDER BY started_at, id
            LIMIT 1 OFFSET $3::int8 - 1
        ), gone AS (
            DELETE FROM presence_sessions
            WHERE guild_id = $1 AND started_at <= (SELECT requested_at FROM chore) AND (started_at, id) <= (
                coalesce((SELECT started_at FROM last), 'infinity'), coalesce((SELECT id FROM last), 0))
            RETURNING *, (SELECT requested_at FROM chore) AS ended_at
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, number, text, details, state, started_at)
            SELECT guild_id, $2::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, activity_type, name,
                details, state,
                started_at
            FROM gone
            WHERE started_at >= (SELECT enabled_at FROM chore)
        )
        SELECT count(*)
        FROM gone
        """

    /// Deletes open voice sessions older than the present enabling. `$1` guild, `$2` how many. Gives how many.
    case purgeVoice = """
        WITH gone AS (
            DELETE FROM voice_sessions
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM voice_sessions
                WHERE guild_id = $1::int8 AND started_at < coalesce(
                    (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
                LIMIT $2::int8))
            RETURNING id
        )
        SELECT count(*)
        FROM gone
        """

    case purgePresence = """
        WITH gone AS (
            DELETE FROM presence_sessions
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM presence_sessions
                WHERE guild_id = $1::int8 AND started_at < coalesce(
                    (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
                LIMIT $2::int8))
            RETURNING id
        )
        SELECT count(*)
        FROM gone
        """

    case purgeStatuses = """
        WITH gone AS (
            DELETE FROM member_statuses
            WHERE ctid = ANY(ARRAY(
                SELECT ctid
                FROM member_statuses
                WHERE guild_id = $1::int8 AND reported_at < coalesce(
                    (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
                LIMIT $2::int8))
            RETURNING member_id
        )
        SELECT count(*)
        FROM gone
        """

    /// Marks of runs: of an enabled guild they go on to be of use. `$1` guild.
    case purgeRefreshes = """
        DELETE FROM counter_refreshes
        WHERE guild_id = $1::int8 AND NOT EXISTS (SELECT FROM serverstats_settings WHERE guild_id = $1)
        """

    /// Samples are few: some thousands a month. `$1` guild.
    case purgeSamples = """
        DELETE FROM statistics_samples
        WHERE guild_id = $1::int8 AND occurred_at < coalesce(
            (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
        """
}
