import Modules

/// The statements about settings. Changes follow the guild's exclusive lock in one transaction.
enum SettingsSQL: String, SQL {
    /// For many guilds at once. `$1` guilds.
    case read = """
        SELECT *
        FROM serverstats_settings_records
        WHERE guild_id = ANY($1::int8[])
        """

    /// `$1` guild. No row: already enabled.
    case enable = """
        INSERT INTO serverstats_settings_records (guild_id, enabled_at)
        VALUES ($1::int8, clock_timestamp())
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING *
        """

    /// `$1` guild. Returns the deleted settings, and the counters and the newest 10,000 of the starboard's entries as JSON. The guild's
    /// other rows are deleted in the background.
    case disable = """
        WITH gone AS (
            DELETE FROM serverstats_settings_records
            WHERE guild_id = $1::int8
            RETURNING *
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
        SELECT gone.*,
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

    /// `$1` guild, `$2` toggles, `$3` the bits that keep their state, `$4` category, `$5` channel, `$6` stars. Requests the closing
    /// of open sessions for each statistic of sessions that is switched off; the last column says whether there was one.
    case change = """
        WITH old AS (
            SELECT switches
            FROM serverstats_settings
            WHERE guild_id = $1::int8
        ), changed AS (
            UPDATE serverstats_settings_records
            SET switches = $2::int4 | (switches & $3::int4), counters_category_id = $4::int8,
                starboard_channel = $5::int8, starboard_count = $6::int4
            WHERE guild_id = $1
            RETURNING *
        ), left_open AS (
            INSERT INTO effects (guild_id, kind, subject)
            SELECT changed.guild_id, closing.kind, 0
            FROM changed
            CROSS JOIN old
            CROSS JOIN (VALUES ('open voice sessions', switch('voice')), ('open presence sessions', switch('activities'))) AS closing (kind, switch)
            WHERE old.switches & closing.switch <> 0 AND changed.switches & closing.switch = 0
            ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
            SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
            RETURNING kind
        )
        SELECT changed.*, EXISTS (SELECT FROM left_open)
        FROM changed
        """
}
