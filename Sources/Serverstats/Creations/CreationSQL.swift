import Postgres

/// The statements about channels that are being created on Discord.
enum CreationSQL: String, SQL {
    /// `$1` guild, `$2` Discord's type of channel, `$3` name. No row: the module is disabled.
    case begin = """
        INSERT INTO serverstats_creations (guild_id, channel_type, name, began_at)
        SELECT guild_id, $2::int2, $3::text, clock_timestamp()
        FROM serverstats_settings
        WHERE guild_id = $1::int8
        RETURNING creation_id
        """

    /// In one transaction with what stores the channels, where the module is still enabled. `$1` guild, `$2` creations.
    case store = """
        DELETE FROM serverstats_creations
        WHERE guild_id = $1::int8 AND creation_id = ANY($2::int8[])
            AND EXISTS (SELECT FROM serverstats_settings WHERE guild_id = $1)
        """

    /// The category and the starboard's channel that were created for a guild and that its settings still name. `$1` guild.
    case created = """
        SELECT CASE WHEN created_category_id = counters_category_id THEN created_category_id END,
            CASE WHEN created_starboard_id = starboard_channel THEN created_starboard_id END
        FROM serverstats_settings
        WHERE guild_id = $1::int8
        """

    /// In the transaction that stores them. `$1` guild, `$2` category, `$3` the starboard's channel; null where none was created.
    case remember = """
        UPDATE serverstats_settings
        SET created_category_id = coalesce($2::int8, created_category_id),
            created_starboard_id = coalesce($3::int8, created_starboard_id)
        WHERE guild_id = $1::int8
        """

    /// There is nothing on Discord to be cleared away. `$1` guild, `$2` creation.
    case forget = """
        DELETE FROM serverstats_creations
        WHERE guild_id = $1::int8 AND creation_id = $2::int8
        """

    /// What wasn't stored in time. `$1` how many.
    case unfinished = """
        SELECT guild_id, creation_id, channel_type, name, parent_id, began_at
        FROM serverstats_creations
        WHERE began_at <= clock_timestamp() - interval '2 minutes'
            AND (retry_at IS NULL OR retry_at <= clock_timestamp())
        ORDER BY began_at
        LIMIT $1::int8
        """

    /// `$1` guild, `$2` creation.
    case postpone = """
        UPDATE serverstats_creations
        SET retry_at = clock_timestamp() + interval '1 minute'
        WHERE guild_id = $1::int8 AND creation_id = $2::int8
        """

    /// Which of a guild's channels are in use. `$1` guild.
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
