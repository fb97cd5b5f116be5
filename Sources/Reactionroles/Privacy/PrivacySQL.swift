import Modules

/// The statements about a member's stored data.
enum PrivacySQL: String, SQL {
    /// Occurrences of the id in the grants of existing panels. `$1` guild, `$2` member.
    case countGrants = """
        SELECT count(*)
        FROM reactionroles_grants g
        WHERE g.guild_id = $1::int8 AND g.member_id = $2::int8 AND EXISTS (
            SELECT FROM reactionroles_panels p
            WHERE p.guild_id = $1 AND p.panel_id = g.panel_id)
        """

    /// Each name's occurrences in the texts of a page of panels and of their entries, as an array that begins with 0, and the last panel's id.
    /// A page has half a megabyte of panels' texts, or one longer text. `$1` guild, `$2` names, `$3` the previous page's last panel.
    case countTexts = """
        WITH scanned AS MATERIALIZED (
            SELECT p.panel_id AS id, p.content,
                sum(coalesce(octet_length(p.content), 0)) OVER (ORDER BY p.panel_id) AS total
            FROM (
                SELECT panel_id, content
                FROM reactionroles_panels
                WHERE guild_id = $1::int8 AND panel_id > $3::int8
                ORDER BY panel_id
                LIMIT 50
            ) p
        ), page AS MATERIALIZED (
            SELECT id, content || '' AS content
            FROM scanned
            WHERE total - coalesce(octet_length(content), 0) < 500000
        ), texts AS MATERIALIZED (
            SELECT content
            FROM page
            UNION ALL
            SELECT unnest(ARRAY[e.text, e.description])
            FROM page
            JOIN reactionroles_entries e ON e.guild_id = $1 AND e.panel_id = page.id
        )
        SELECT 0::int8 || count_names(ARRAY(SELECT content FROM texts), $2::text[]), (SELECT max(id) FROM page)
        """
}
