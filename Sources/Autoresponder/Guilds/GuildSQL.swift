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

    /// `$1` guild. Gives whether it was enabled, and then each trigger that was deleted.
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
        ), triggers AS (
            DELETE FROM autoresponder_triggers
            WHERE guild_id = $1
            RETURNING trigger_id, trigger_type, match_case, trigger, allowed_channels, ignored_channels, allowed_roles,
                ignored_roles, response_ids, cooldown_seconds
        ), responses AS (
            DELETE FROM autoresponder_responses
            WHERE guild_id = $1
            RETURNING response_id, response_type, response_content, emoji_name, emoji_id
        )
        SELECT EXISTS (SELECT FROM gone), t.*, r.*
        FROM (SELECT TRUE) AS one
        LEFT JOIN (
            SELECT row_number() OVER (ORDER BY trigger_id) AS n, triggers.* FROM triggers
        ) AS t ON TRUE
        FULL JOIN (
            SELECT row_number() OVER (ORDER BY response_id) AS m, responses.* FROM responses
        ) AS r ON r.m = t.n
        ORDER BY coalesce(t.n, r.m)
        """
}
