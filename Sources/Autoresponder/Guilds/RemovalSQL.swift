import Postgres

/// The statements about what disabling has taken away and not deleted yet.
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

    /// Deletes triggers of removals that nobody reads any more. `$1` how many at once. Gives how many.
    case deleteTriggers = """
        WITH gone AS (
            DELETE FROM autoresponder_triggers
            WHERE ctid = ANY(ARRAY(
                SELECT t.ctid
                FROM autoresponder_removals m
                JOIN autoresponder_triggers t ON t.guild_id = -m.removal_id
                WHERE m.requested_at < now() - interval '15 minutes'
                LIMIT $1::int8))
            RETURNING trigger_id
        )
        SELECT count(*)
        FROM gone
        """

    /// The same for responses.
    case deleteResponses = """
        WITH gone AS (
            DELETE FROM autoresponder_responses
            WHERE ctid = ANY(ARRAY(
                SELECT r.ctid
                FROM autoresponder_removals m
                JOIN autoresponder_responses r ON r.guild_id = -m.removal_id
                WHERE m.requested_at < now() - interval '15 minutes'
                LIMIT $1::int8))
            RETURNING response_id
        )
        SELECT count(*)
        FROM gone
        """

    /// Ends removals of which everything is deleted. Gives how many.
    case end = """
        WITH gone AS (
            DELETE FROM autoresponder_removals m
            WHERE requested_at < now() - interval '15 minutes'
                AND NOT EXISTS (SELECT FROM autoresponder_triggers t WHERE t.guild_id = -m.removal_id)
                AND NOT EXISTS (SELECT FROM autoresponder_responses r WHERE r.guild_id = -m.removal_id)
            RETURNING removal_id
        )
        SELECT count(*)
        FROM gone
        """
}
