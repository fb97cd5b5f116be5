import Modules

/// The statements that list a removal.
enum RemovalSQL: String, SQL {
    static let pageSize = 100

    /// The next triggers of a removal. `$1` removal, `$2` the last trigger before, `$3` guild.
    case triggers = """
        SELECT trigger_id, $3::int8, trigger_type, match_case, trigger, allowed_channels, ignored_channels, allowed_roles,
            ignored_roles, response_ids, cooldown_seconds
        FROM autoresponder_triggers
        WHERE guild_id = -$1::int8 AND trigger_id > $2::int8
        ORDER BY trigger_id
        LIMIT 100
        """

    /// The next responses of a removal. `$1` removal, `$2` the last response before, `$3` guild.
    case responses = """
        SELECT response_id, $3::int8, response_type, response_content, emoji_name, emoji_id
        FROM autoresponder_responses
        WHERE guild_id = -$1::int8 AND response_id > $2::int8
        ORDER BY response_id
        LIMIT 100
        """
}
