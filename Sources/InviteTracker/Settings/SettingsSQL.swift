import Modules

/// The statements about settings; all give the columns of ``InviteSettings``.
enum SettingsSQL: String, SQL {
    /// `$1` guild.
    case read = """
        SELECT *
        FROM invite_tracker_settings_records
        WHERE guild_id = $1::int8
        """

    /// `$1` guild. No row: already enabled.
    case enable = """
        INSERT INTO invite_tracker_settings_records (guild_id, enabled_at)
        VALUES ($1::int8, clock_timestamp())
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING *
        """

    /// `$1` guild, `$2`…`$5` join messages, `$6`…`$9` leave messages, `$10` own invites, `$11` shared link.
    case change = """
        UPDATE invite_tracker_settings_records
        SET join_messages_enabled = $2::bool, join_messages_channel = $3::int8,
            join_message_content = $4::text, join_message_is_embed = $5::bool,
            leave_messages_enabled = $6::bool, leave_messages_channel = $7::int8,
            leave_message_content = $8::text, leave_message_is_embed = $9::bool,
            prevent_own_invite_code = $10::bool, server_shared_invite_link = $11::text
        WHERE guild_id = $1::int8
        RETURNING *
        """

    /// `$1` guild. The activation's other rows are deleted in the background.
    case disable = """
        WITH gone AS (
            DELETE FROM invite_tracker_settings_records
            WHERE guild_id = $1::int8
            RETURNING *
        ), left_behind AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT guild_id, 'ended invites', enabling, clock_timestamp() + interval '15 minutes'
            FROM gone
        )
        SELECT *
        FROM gone
        """
}
