import Postgres

/// The statements about which guilds have the module enabled. What changes them comes after ``lock`` in one transaction.
enum GuildSQL: String, SQL {
    /// Held to the end of a transaction, so that what belongs to a guild changes one after the other. `$1` guild.
    case lock = """
        SELECT pg_advisory_xact_lock(hashtextextended('autoresponder guild', $1::int8))
        """

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
        ), purge AS (
            INSERT INTO autoresponder_purges (guild_id, requested_at)
            SELECT guild_id, clock_timestamp()
            FROM gone
            ON CONFLICT (guild_id) DO UPDATE SET requested_at = excluded.requested_at
        ), removal AS (
            INSERT INTO autoresponder_removals (guild_id, requested_at)
            SELECT guild_id, clock_timestamp()
            FROM gone
            RETURNING removal_id
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
