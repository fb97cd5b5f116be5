import Postgres

/// The statements about what disabling and switching off leave to be done.
enum ChoreSQL: String, SQL {
    /// The oldest unfinished chores. `$1` how many.
    case unfinished = """
        SELECT guild_id, chore, requested_at
        FROM serverstats_chores
        ORDER BY requested_at
        LIMIT $1::int8
        """

    /// A chore of one guild. `$1` guild, `$2` chore.
    case find = """
        SELECT guild_id, chore, requested_at
        FROM serverstats_chores
        WHERE guild_id = $1::int8 AND chore = $2::int2
        """

    /// Nothing happens where it was asked for again meanwhile. `$1` guild, `$2` chore, `$3` when it was requested.
    case finish = """
        DELETE FROM serverstats_chores
        WHERE guild_id = $1::int8 AND chore = $2::int2 AND requested_at = $3::timestamptz
        """

    /// Closes voice sessions of a guild as of when the statistic was switched off; after ``GuildLockSQL/exclusive`` in
    /// one transaction. `$1` guild, `$2` kind, `$3` how many. Gives how many.
    case closeVoice = """
        WITH chore AS MATERIALIZED (
            SELECT c.requested_at, s.enabled_at
            FROM serverstats_chores c
            JOIN serverstats_settings s ON s.guild_id = c.guild_id
            WHERE c.guild_id = $1::int8 AND c.chore = 1
        ), open AS MATERIALIZED (
            SELECT v.user_id
            FROM voice_sessions v
            WHERE v.guild_id = $1 AND v.started_at <= (SELECT requested_at FROM chore)
            ORDER BY v.started_at, v.id
            LIMIT $3::int8
        ), gone AS (
            DELETE FROM voice_sessions v
            USING open, chore
            WHERE v.guild_id = $1 AND v.user_id = open.user_id
            RETURNING v.*, chore.requested_at AS ended_at, chore.enabled_at
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, channel_id, started_at)
            SELECT guild_id, $2::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, channel_id,
                started_at
            FROM gone
            WHERE started_at >= enabled_at
        )
        SELECT count(*)
        FROM gone
        """

    /// The same for sessions of activities.
    case closePresence = """
        WITH chore AS MATERIALIZED (
            SELECT c.requested_at, s.enabled_at
            FROM serverstats_chores c
            JOIN serverstats_settings s ON s.guild_id = c.guild_id
            WHERE c.guild_id = $1::int8 AND c.chore = 2
        ), open AS MATERIALIZED (
            SELECT p.user_id, p.activity_type, p.name
            FROM presence_sessions p
            WHERE p.guild_id = $1 AND p.started_at <= (SELECT requested_at FROM chore)
            ORDER BY p.started_at, p.id
            LIMIT $3::int8
        ), gone AS (
            DELETE FROM presence_sessions p
            USING open, chore
            WHERE p.guild_id = $1 AND p.user_id = open.user_id AND p.activity_type = open.activity_type
                AND p.name = open.name
            RETURNING p.*, chore.requested_at AS ended_at, chore.enabled_at
        ), closed AS (
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, id, user_id, number, text, details, state, started_at)
            SELECT guild_id, $2::int2, (ended_at AT TIME ZONE 'UTC')::date, ended_at, id, user_id, activity_type,
                name, details, state, started_at
            FROM gone
            WHERE started_at >= enabled_at
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

    case purgeSamples = """
        WITH old AS MATERIALIZED (
            SELECT kind, day, occurred_at, id
            FROM statistics_samples
            WHERE guild_id = $1::int8 AND occurred_at < coalesce(
                (SELECT enabled_at FROM serverstats_settings WHERE guild_id = $1), 'infinity')
            LIMIT $2::int8
        ), gone AS (
            DELETE FROM statistics_samples s
            USING old
            WHERE s.guild_id = $1 AND s.kind = old.kind AND s.day = old.day AND s.occurred_at = old.occurred_at
                AND s.id = old.id
            RETURNING s.id
        )
        SELECT count(*)
        FROM gone
        """
}
