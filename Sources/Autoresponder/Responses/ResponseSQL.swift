import Postgres

/// The statements about responses. What changes them comes after ``GuildSQL/lock`` in one transaction.
enum ResponseSQL: String, SQL {
    /// A page, oldest first, with the number of all in front. No row: disabled; one without an id: an empty page.
    /// `$1` guild, `$2` how many, `$3` after how many.
    case page = """
        SELECT (SELECT count(*) FROM autoresponder_responses WHERE guild_id = $1::int8), r.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT response_id, response_type, response_content, emoji_name, emoji_id
            FROM autoresponder_responses
            WHERE guild_id = g.guild_id
            ORDER BY response_id
            LIMIT $2::int8 OFFSET $3::int8
        ) AS r ON TRUE
        WHERE g.guild_id = $1
        ORDER BY r.response_id
        """

    /// No row: disabled; one without an id: no such response. `$1` guild, `$2` response.
    case find = """
        SELECT r.response_id, r.response_type, r.response_content, r.emoji_name, r.emoji_id
        FROM autoresponder_guilds g
        LEFT JOIN autoresponder_responses r ON r.guild_id = g.guild_id AND r.response_id = $2::int8
        WHERE g.guild_id = $1::int8
        """

    /// Gives the new id, null where there are too many already. No row: disabled. `$1` guild, `$2` the most there may be,
    /// `$3`… the response.
    case create = """
        WITH made AS (
            INSERT INTO autoresponder_responses (guild_id, response_type, response_content, emoji_name, emoji_id)
            SELECT guild_id, $3::int2, $4::text, $5::text, $6::int8
            FROM autoresponder_guilds
            WHERE guild_id = $1::int8
                AND (SELECT count(*) FROM autoresponder_responses WHERE guild_id = $1) < $2::int8
            RETURNING response_id
        )
        SELECT (SELECT response_id FROM made)
        FROM autoresponder_guilds
        WHERE guild_id = $1
        """

    /// Deletes a response and takes it out of the triggers that used it; gives what was deleted. No row: disabled; one
    /// without an id: no such response. `$1` guild, `$2` response.
    case delete = """
        WITH gone AS (
            DELETE FROM autoresponder_responses r
            USING autoresponder_guilds g
            WHERE g.guild_id = $1::int8 AND r.guild_id = g.guild_id AND r.response_id = $2::int8
            RETURNING r.response_id, r.response_type, r.response_content, r.emoji_name, r.emoji_id
        ), left_triggers AS (
            UPDATE autoresponder_triggers
            SET response_ids = array_remove(response_ids, $2)
            WHERE guild_id = $1 AND response_ids @> ARRAY[$2] AND EXISTS (SELECT FROM gone)
        ), renewed AS (
            UPDATE autoresponder_guilds
            SET version = nextval('autoresponder_versions')
            WHERE guild_id = $1 AND EXISTS (SELECT FROM gone)
        )
        SELECT gone.*
        FROM autoresponder_guilds g
        LEFT JOIN gone ON TRUE
        WHERE g.guild_id = $1
        """
}
