import Postgres

/// The statements about settings. What changes them comes after the guild's exclusive lock in one transaction.
enum SettingsSQL: String, SQL {
    /// Many guilds at once. `$1` guilds.
    case read = """
        SELECT guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count
        FROM serverstats_settings
        WHERE guild_id = ANY($1::int8[])
        """

    /// `$1` guild. No row: it's enabled already.
    case enable = """
        INSERT INTO serverstats_settings (guild_id, enabled_at)
        VALUES ($1::int8, clock_timestamp())
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count
        """

    /// `$1` guild. Gives the settings there were, and the counters and the newest 10,000 of the starboard's entries as JSON; what
    /// else is stored of the guild goes in the background.
    case disable = """
        WITH gone AS (
            DELETE FROM serverstats_settings
            WHERE guild_id = $1::int8
            RETURNING guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count
        ), left_over AS (
            INSERT INTO effects (guild_id, kind, subject)
            SELECT guild_id, 'old statistics', 0
            FROM gone
            ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
            SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
        ), dropped AS (
            DELETE FROM counters c
            USING gone
            WHERE c.guild_id = gone.guild_id
            RETURNING c.*
        ), entries AS (
            DELETE FROM starboard_entries
            WHERE guild_id = $1
            RETURNING guild_id, original_message_id, starboard_message_id, monitoring_start
        )
        SELECT guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count,
            (SELECT coalesce(json_agg(json_build_object(
                'counter_id', counter_id::text, 'guild_id', guild_id::text, 'channel_id', channel_id::text,
                'counter_type', counter_type, 'format', format, 'role_id', role_id::text, 'goal_count', goal_count)
                ORDER BY counter_id), '[]')::text
            FROM dropped),
            (SELECT coalesce(json_agg(json_build_object(
                'guild_id', guild_id::text, 'original_message_id', original_message_id::text,
                'starboard_message_id', starboard_message_id::text, 'monitoring_start',
                to_char(monitoring_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                ORDER BY monitoring_start, original_message_id), '[]')::text
            FROM (
                SELECT *
                FROM entries
                WHERE starboard_message_id IS NOT NULL
                ORDER BY monitoring_start DESC, original_message_id DESC
                LIMIT 10000
            ) AS newest)
        FROM gone
        """

    /// `$1` guild, `$2` switches, `$3` the bits that stay as they are, `$4` category, `$5` channel, `$6` stars.
    /// Of a statistic that is switched off, sessions that are open are to be closed: the last column tells whether there is one.
    case change = """
        WITH old AS (
            SELECT switches
            FROM serverstats_settings
            WHERE guild_id = $1::int8
        ), changed AS (
            UPDATE serverstats_settings
            SET switches = $2::int4 | (switches & $3::int4), counters_category_id = $4::int8,
                starboard_channel = $5::int8, starboard_count = $6::int4
            WHERE guild_id = $1
            RETURNING guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count
        ), left_open AS (
            INSERT INTO effects (guild_id, kind, subject)
            SELECT changed.guild_id, closing.kind, 0
            FROM changed
            CROSS JOIN old
            CROSS JOIN (VALUES ('open voice sessions', 1 << 6), ('open presence sessions', 1 << 5)) AS closing (kind, switch)
            WHERE old.switches & closing.switch <> 0 AND changed.switches & closing.switch = 0
            ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
            SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
            RETURNING kind
        )
        SELECT guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count,
            EXISTS (SELECT FROM left_open)
        FROM changed
        """
}
