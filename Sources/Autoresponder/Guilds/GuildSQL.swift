import Postgres

/// The statements about which guilds have the module enabled. What changes them comes after the guild's exclusive lock in one transaction.
enum GuildSQL: String, SQL {
    /// Many checks at once: the guild's version, null where it's disabled, and whether the message is answered already.
    /// `$1` guilds, `$2` messages.
    case look = """
        SELECT g.version, coalesce(a.is_finished AND a.claimed_at >= g.enabled_at, false)
        FROM unnest($1::int8[], $2::int8[]) WITH ORDINALITY AS asked (guild_id, message_id, position)
        LEFT JOIN autoresponder_guilds g ON g.guild_id = asked.guild_id
        LEFT JOIN autoresponder_answers a ON a.guild_id = asked.guild_id AND a.message_id = asked.message_id
        ORDER BY asked.position
        """

    /// `$1` guild. No row: it's enabled already.
    case enable = """
        INSERT INTO autoresponder_guilds (guild_id, enabled_at)
        VALUES ($1::int8, clock_timestamp())
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING enabled_at
        """

    /// Puts all triggers and responses of a guild under a removal, where nobody finds them who asks for the guild. Gives the
    /// removal, and how many triggers and responses there were. No row: it wasn't enabled. `$1` guild.
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
