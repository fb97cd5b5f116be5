import Postgres

/// The statements that list what disabling has taken away.
enum RemovalSQL: String, SQL {
    static let pageSize = 100

    /// The next triggers of a removal. `$1` removal, `$2` the last trigger before.
    case triggers = """
        SELECT trigger_id, trigger_type, match_case, trigger, allowed_channels, ignored_channels, allowed_roles,
            ignored_roles, response_ids, cooldown_seconds
        FROM autoresponder_triggers
        WHERE guild_id = -$1::int8 AND trigger_id > $2::int8
        ORDER BY trigger_id
        LIMIT 100
        """

    /// The next responses of a removal. `$1` removal, `$2` the last response before.
    case responses = """
        SELECT response_id, response_type, response_content, emoji_name, emoji_id
        FROM autoresponder_responses
        WHERE guild_id = -$1::int8 AND response_id > $2::int8
        ORDER BY response_id
        LIMIT 100
        """
}
