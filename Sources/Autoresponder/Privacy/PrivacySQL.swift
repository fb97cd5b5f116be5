import Modules

/// The statements that count names: the occurrences of each text in a page of the guild's triggers or responses, and the page's last id.
/// No row: disabled. A page has half a megabyte, or one longer row; lengths are known without reading the texts.
///
/// `$1` guild, `$2` texts, `$3` the previous page's last id.
enum PrivacySQL: String, SQL {
    case countTriggers = """
        WITH scanned AS MATERIALIZED (
            SELECT t.trigger_id AS id, t.trigger AS content,
                sum(coalesce(octet_length(t.trigger), 0)) OVER (ORDER BY t.trigger_id) AS total
            FROM (
                SELECT trigger_id, trigger
                FROM autoresponder_triggers
                WHERE guild_id = $1::int8 AND trigger_id > $3::int8
                ORDER BY trigger_id
                LIMIT 1000
            ) t
        ), page AS MATERIALIZED (
            SELECT id, content || '' AS content
            FROM scanned
            WHERE total - coalesce(octet_length(content), 0) < 500000
        )
        SELECT count_names(ARRAY(SELECT content FROM page), $2::text[]), (SELECT max(id) FROM page)
        FROM autoresponder_guilds g
        WHERE g.guild_id = $1
        """

    case countResponses = """
        WITH scanned AS MATERIALIZED (
            SELECT r.response_id AS id, r.response_content AS content,
                sum(coalesce(octet_length(r.response_content), 0)) OVER (ORDER BY r.response_id) AS total
            FROM (
                SELECT response_id, response_content
                FROM autoresponder_responses
                WHERE guild_id = $1::int8 AND response_id > $3::int8
                ORDER BY response_id
                LIMIT 1000
            ) r
        ), page AS MATERIALIZED (
            SELECT id, content || '' AS content
            FROM scanned
            WHERE total - coalesce(octet_length(content), 0) < 500000
        )
        SELECT count_names(ARRAY(SELECT content FROM page), $2::text[]), (SELECT max(id) FROM page)
        FROM autoresponder_guilds g
        WHERE g.guild_id = $1
        """
}
