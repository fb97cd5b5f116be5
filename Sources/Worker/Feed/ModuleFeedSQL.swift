import Postgres

/// The statements of the feed. A list's first column is the number of the last change there is, the second the row's own.
enum ModuleFeedSQL: String, SQL {
    /// `$1` guild.
    case one = """
        SELECT n.last, asked.guild_id, s.switches, a.guild_id IS NOT NULL, r.guild_id IS NOT NULL, i.guild_id IS NOT NULL
        FROM (SELECT $1::int8 AS guild_id) AS asked
        CROSS JOIN module_change_numbers n
        LEFT JOIN serverstats_settings s ON s.guild_id = asked.guild_id
        LEFT JOIN autoresponder_guilds a ON a.guild_id = asked.guild_id
        LEFT JOIN reactionroles_settings r ON r.guild_id = asked.guild_id
        LEFT JOIN invite_tracker_settings i ON i.guild_id = asked.guild_id
        WHERE n.singleton
        """

    /// Guilds that have something on, by id; one row without a guild where there is none. `$1` the last one seen, `$2` how many.
    case page = """
        SELECT n.last, page.*
        FROM module_change_numbers n
        LEFT JOIN LATERAL (
            SELECT c.change, c.guild_id, s.switches, a.guild_id IS NOT NULL, r.guild_id IS NOT NULL, i.guild_id IS NOT NULL
            FROM module_changes c
            LEFT JOIN serverstats_settings s ON s.guild_id = c.guild_id
            LEFT JOIN autoresponder_guilds a ON a.guild_id = c.guild_id
            LEFT JOIN reactionroles_settings r ON r.guild_id = c.guild_id
            LEFT JOIN invite_tracker_settings i ON i.guild_id = c.guild_id
            WHERE c.guild_id > $1::int8
                AND num_nonnulls(s.guild_id, a.guild_id, r.guild_id, i.guild_id) > 0
            ORDER BY c.guild_id
            LIMIT $2::int8
        ) AS page ON true
        WHERE n.singleton
        """

    /// Guilds by their last change, those that have nothing on any more too. `$1` the last change seen, `$2` how many.
    case changes = """
        SELECT n.last, page.*
        FROM module_change_numbers n
        LEFT JOIN LATERAL (
            SELECT c.change, c.guild_id, s.switches, a.guild_id IS NOT NULL, r.guild_id IS NOT NULL, i.guild_id IS NOT NULL
            FROM module_changes c
            LEFT JOIN serverstats_settings s ON s.guild_id = c.guild_id
            LEFT JOIN autoresponder_guilds a ON a.guild_id = c.guild_id
            LEFT JOIN reactionroles_settings r ON r.guild_id = c.guild_id
            LEFT JOIN invite_tracker_settings i ON i.guild_id = c.guild_id
            WHERE c.change > $1::int8
            ORDER BY c.change
            LIMIT $2::int8
        ) AS page ON true
        WHERE n.singleton
        """
}
