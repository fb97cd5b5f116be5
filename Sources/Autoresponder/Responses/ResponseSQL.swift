import Modules

/// The statements about responses. Changes follow the guild's exclusive lock in one transaction.
enum ResponseSQL: String, SQL {
    /// A page, oldest first, as ``Page`` reads it. `$1` guild, `$2` how many, `$3` after how many.
    case page = """
        SELECT (SELECT count(*) FROM autoresponder_responses WHERE guild_id = $1::int8), r.*
        FROM autoresponder_guilds g
        LEFT JOIN LATERAL (
            SELECT *
            FROM autoresponder_response_records
            WHERE guild_id = g.guild_id
            ORDER BY response_id
            LIMIT $2::int8 OFFSET $3::int8
        ) AS r ON TRUE
        WHERE g.guild_id = $1
        ORDER BY r.response_id
        """

    /// No row: disabled; one without an id: no such response. `$1` guild, `$2` response.
    case find = """
        SELECT r.*
        FROM autoresponder_guilds g
        LEFT JOIN autoresponder_response_records r ON r.guild_id = g.guild_id AND r.response_id = $2::int8
        WHERE g.guild_id = $1::int8
        """

    /// Returns the new id, null if the limit is reached or the guild's texts would be too long, which the second
    /// column says. No row: disabled. `$1` guild, `$2` limit of responses, `$3`… the response, `$7` limit of all
    /// texts in bytes, including those of triggers.
    case create = """
        WITH judged AS MATERIALIZED (
            SELECT g.guild_id, there < $2::int8 AS has_room, bytes + coalesce(octet_length($4::text), 0) + (
                    SELECT coalesce(sum(octet_length(trigger)), 0)
                    FROM autoresponder_triggers t
                    WHERE t.guild_id = g.guild_id
                ) > $7::int8 AS is_too_much
            FROM autoresponder_guilds g, LATERAL (
                SELECT count(*) AS there, coalesce(sum(octet_length(response_content)), 0) AS bytes
                FROM autoresponder_responses r
                WHERE r.guild_id = g.guild_id
            ) AS responses
            WHERE g.guild_id = $1::int8
        ), made AS (
            INSERT INTO autoresponder_responses (guild_id, response_type, response_content, emoji_name, emoji_id)
            SELECT guild_id, $3::int2, $4, $5::text, $6::int8
            FROM judged
            WHERE has_room AND NOT is_too_much
            RETURNING response_id
        )
        SELECT (SELECT response_id FROM made), is_too_much
        FROM judged
        """

    /// Deletes a response and removes it from the triggers that use it; returns the deleted one. No row: disabled; one
    /// without an id: no such response. `$1` guild, `$2` response.
    case delete = """
        WITH gone AS (
            DELETE FROM autoresponder_response_records r
            USING autoresponder_guilds g
            WHERE g.guild_id = $1::int8 AND r.guild_id = g.guild_id AND r.response_id = $2::int8
            RETURNING r.*
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
