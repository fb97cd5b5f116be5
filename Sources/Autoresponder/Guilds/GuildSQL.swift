import Modules

/// The statements about guilds with the module enabled. Changes follow the guild's exclusive lock in one transaction.
enum GuildSQL: String, SQL {
    /// For many checks at once: the guild's version, null if disabled, and whether the message has already been answered.
    /// `$1` guilds, `$2` messages.
    case look = """
        SELECT g.version, coalesce(a.is_finished AND a.claimed_at >= g.enabled_at, false)
        FROM unnest($1::int8[], $2::int8[]) WITH ORDINALITY AS asked (guild_id, message_id, position)
        LEFT JOIN autoresponder_guilds g ON g.guild_id = asked.guild_id
        LEFT JOIN autoresponder_answers a ON a.guild_id = asked.guild_id AND a.message_id = asked.message_id
        ORDER BY asked.position
        """

    /// `$1` guild. No row: already enabled.
    case enable = """
        INSERT INTO autoresponder_guilds (guild_id, enabled_at)
        VALUES ($1::int8, clock_timestamp())
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING enabled_at
        """

    /// Moves all triggers and responses of a guild to a removal, out of the guild's reads. Returns the
    /// removal, and the numbers of triggers and responses. No row: it wasn't enabled. `$1` guild.
    case disable = """
        WITH gone AS (
            DELETE FROM autoresponder_guilds
            WHERE guild_id = $1::int8
            RETURNING guild_id
        ), removal AS MATERIALIZED (
            SELECT guild_id, nextval('autoresponder_ids') AS removal_id
            FROM gone
        ), left_behind AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT guild_id, 'old answers', 0, clock_timestamp()
            FROM removal
            UNION ALL
            SELECT guild_id, 'removal', removal_id, clock_timestamp() + interval '15 minutes'
            FROM removal
            ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
            SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
        ), triggers AS (
            UPDATE autoresponder_triggers t
            SET guild_id = -removal_id
            FROM removal
            WHERE t.guild_id = $1
            RETURNING t.trigger_id
        ), responses AS (
            UPDATE autoresponder_responses r
            SET guild_id = -removal_id
            FROM removal
            WHERE r.guild_id = $1
            RETURNING r.response_id
        )
        SELECT removal_id, (SELECT count(*) FROM triggers), (SELECT count(*) FROM responses)
        FROM removal
        """
}
