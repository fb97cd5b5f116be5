import Postgres

/// What is told to members.
enum PrivacySQL: String, SQL {
    /// How often each text stands in the guild's triggers and responses. No row: disabled. `$1` guild, `$2` texts.
    case count = """
        SELECT ARRAY(
            SELECT (
                SELECT coalesce(sum(occurrences(t.trigger, wanted.name)), 0)
                FROM autoresponder_triggers t
                WHERE t.guild_id = g.guild_id
            )::int8 + (
                SELECT coalesce(sum(occurrences(r.response_content, wanted.name)), 0)
                FROM autoresponder_responses r
                WHERE r.guild_id = g.guild_id
            )::int8
            FROM unnest($2::text[]) WITH ORDINALITY AS wanted (name, place)
            ORDER BY place
        )
        FROM autoresponder_guilds g
        WHERE g.guild_id = $1::int8
        """
}
