import Modules

/// The statements about counters. Those that add or delete counters follow the guild's exclusive lock in one
/// transaction, so that none outlives its guild's settings.
enum CounterSQL: String, SQL {
    /// `$1` guild. No row: the module is disabled; a row without an id: there is no counter.
    case read = """
        SELECT c.*
        FROM serverstats_settings s
        LEFT JOIN counter_records c ON c.guild_id = s.guild_id
        WHERE s.guild_id = $1::int8
        ORDER BY counter_id
        """

    /// The data that decide whether there may be one more. `$1` guild.
    case look = """
        SELECT s.switches & switch('counters') <> 0, s.counters_category_id,
            (SELECT count(*) FROM counters WHERE guild_id = $1)
                + (SELECT count(*) FROM serverstats_creations
                    WHERE guild_id = $1 AND channel_type = 2 AND began_at > clock_timestamp() - interval '2 minutes')
        FROM serverstats_settings s
        WHERE s.guild_id = $1::int8
        """

    /// Reserves a place among the guild's counters before the channel is created. `$1` guild, `$2` name, `$3` category,
    /// `$4` limit. No row: the limit is reached, or the settings have changed.
    case reserve = """
        WITH begun AS (
            INSERT INTO serverstats_creations (guild_id, channel_type, name, parent_id, began_at)
            SELECT s.guild_id, 2, $2::text, s.counters_category_id, clock_timestamp()
            FROM serverstats_settings s
            WHERE s.guild_id = $1::int8 AND s.switches & switch('counters') <> 0 AND s.counters_category_id = $3::int8
                AND $4::int8 > (SELECT count(*) FROM counters WHERE guild_id = $1)
                    + (SELECT count(*) FROM serverstats_creations
                        WHERE guild_id = $1 AND channel_type = 2 AND began_at > clock_timestamp() - interval '2 minutes')
            RETURNING guild_id, creation_id, began_at
        ), effect AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT guild_id, 'channel creation', creation_id, began_at + interval '2 minutes'
            FROM begun
        )
        SELECT creation_id
        FROM begun
        """

    /// Stores a counter in its reserved place; idempotent. `$1` guild, `$2` place,
    /// `$3` channel, `$4` type, `$5` format, `$6` role, `$7` goal. No row: counters were switched off meanwhile, or the
    /// creation of the channel took too long.
    case store = """
        WITH place AS (
            DELETE FROM serverstats_creations c
            USING serverstats_settings s
            WHERE c.guild_id = $1::int8 AND c.creation_id = $2::int8 AND s.guild_id = c.guild_id
                AND s.enabled_at <= c.began_at AND s.switches & switch('counters') <> 0
                AND c.began_at > clock_timestamp() - interval '2 minutes'
            RETURNING c.guild_id, c.creation_id, c.name
        ), effect AS (
            DELETE FROM effects e
            USING place
            WHERE e.guild_id = place.guild_id AND e.kind = 'channel creation' AND e.subject = place.creation_id
        ), stored AS (
            INSERT INTO counter_records (guild_id, channel_id, counter_type, format, role_id, goal_count, name)
            SELECT guild_id, $3::int8, $4::int2, $5::text, $6::int8, $7::int4, name
            FROM place
            RETURNING *
        )
        SELECT *
        FROM stored
        UNION ALL
        SELECT *
        FROM counter_records
        WHERE guild_id = $1 AND channel_id = $3
        """

    /// `$1` guild, `$2` counter.
    case drop = """
        DELETE FROM counters
        WHERE guild_id = $1::int8 AND counter_id = $2::int8
        """

    /// After a channel's deletion: deletes its counter, or, if it was the category, all of them, and switches counters off. `$1` guild,
    /// `$2` channel. Returns whether it was the category, and the number of deleted counters; no row: the module is disabled.
    case dropChannel = """
        WITH setting AS MATERIALIZED (
            SELECT guild_id, counters_category_id IS NOT DISTINCT FROM $2::int8 AS is_category
            FROM serverstats_settings
            WHERE guild_id = $1::int8
        ), off AS (
            UPDATE serverstats_settings s
            SET switches = switches & ~switch('counters'), counters_category_id = NULL
            FROM setting
            WHERE s.guild_id = setting.guild_id AND setting.is_category
        ), gone AS (
            DELETE FROM counters c
            USING setting
            WHERE c.guild_id = setting.guild_id AND (setting.is_category OR c.channel_id = $2)
            RETURNING counter_id
        )
        SELECT is_category, (SELECT count(*) FROM gone)
        FROM setting
        """
}
