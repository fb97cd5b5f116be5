import Modules

/// The statements about channels being created on Discord.
enum CreationSQL: String, SQL {
    /// `$1` guild, `$2` Discord's type of channel, `$3` name. No row: the module is disabled.
    case begin = """
        WITH begun AS (
            INSERT INTO serverstats_creations (guild_id, channel_type, name, began_at)
            SELECT guild_id, $2::int2, $3::text, clock_timestamp()
            FROM serverstats_settings
            WHERE guild_id = $1::int8
            RETURNING guild_id, creation_id, began_at
        ), effect AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT guild_id, 'channel creation', creation_id, began_at + interval '2 minutes'
            FROM begun
        )
        SELECT creation_id
        FROM begun
        """

    /// Ends creations, in the transaction that stores the channels, if the module is still enabled. `$1` guild, `$2` creations.
    case store = """
        WITH stored AS (
            DELETE FROM serverstats_creations
            WHERE guild_id = $1::int8 AND creation_id = ANY($2::int8[])
                AND EXISTS (SELECT FROM serverstats_settings WHERE guild_id = $1)
            RETURNING creation_id
        )
        DELETE FROM effects e
        USING stored
        WHERE e.guild_id = $1 AND e.kind = 'channel creation' AND e.subject = stored.creation_id
        """

    /// The category and the starboard's channel that were created for a guild and are still in its settings. `$1` guild.
    case created = """
        SELECT CASE WHEN created_category_id = counters_category_id THEN created_category_id END,
            CASE WHEN created_starboard_id = starboard_channel THEN created_starboard_id END
        FROM serverstats_settings
        WHERE guild_id = $1::int8
        """

    /// Stores which channels were created. `$1` guild, `$2` category, `$3` the starboard's channel; null if none was created.
    case remember = """
        UPDATE serverstats_settings
        SET created_category_id = coalesce($2::int8, created_category_id),
            created_starboard_id = coalesce($3::int8, created_starboard_id)
        WHERE guild_id = $1::int8
        """

    /// There is no channel to be deleted. `$1` guild, `$2` creation.
    case forget = """
        WITH effect AS (
            DELETE FROM effects
            WHERE guild_id = $1::int8 AND kind = 'channel creation' AND subject = $2::int8
        )
        DELETE FROM serverstats_creations
        WHERE guild_id = $1 AND creation_id = $2
        """

    /// Claims a creation that wasn't stored in time. `$1` guild, `$2` creation. The claim comes last. No row: it has been stored.
    case claim = """
        SELECT s.channel_type, s.name, s.parent_id, s.began_at, c.*
        FROM serverstats_creations s
        CROSS JOIN LATERAL claim_effect(s.guild_id, 'channel creation', s.creation_id, 0, true) c
        WHERE s.guild_id = $1::int8 AND s.creation_id = $2::int8
        """

    /// The guild's channels in use. `$1` guild.
    case used = """
        SELECT channel_id
        FROM counters
        WHERE guild_id = $1::int8
        UNION
        SELECT unnest(ARRAY[counters_category_id, starboard_channel])
        FROM serverstats_settings
        WHERE guild_id = $1
        """
}
