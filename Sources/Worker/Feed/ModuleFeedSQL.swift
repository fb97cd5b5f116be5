import Postgres

/// The statements of the feed. The first column is the number of the last change; the row's own number and the guild follow.
enum ModuleFeedSQL: String, SQL {
    /// `$1` guild. One that never had anything on has no row of its own.
    case one = """
        SELECT n.last, page.*
        FROM module_change_numbers n
        LEFT JOIN guild_modules page ON page.guild_id = $1::int8
        WHERE n.singleton
        """

    /// Guilds that have something on, by id; one row without a guild where there is none. `$1` the last one seen, `$2` how many.
    case page = """
        SELECT n.last, page.*
        FROM module_change_numbers n
        LEFT JOIN LATERAL (
            SELECT *
            FROM guild_modules
            WHERE guild_id > $1::int8
                AND (switches IS NOT NULL OR has_autoresponder OR has_reactionroles OR has_invite_tracker)
            ORDER BY guild_id
            LIMIT $2::int8
        ) AS page ON true
        WHERE n.singleton
        """

    /// Guilds by their last change, including those that have nothing on any more. `$1` the last change seen, `$2` how many.
    case changes = """
        SELECT n.last, page.*
        FROM module_change_numbers n
        LEFT JOIN LATERAL (
            SELECT *
            FROM guild_modules
            WHERE change > $1::int8
            ORDER BY change
            LIMIT $2::int8
        ) AS page ON true
        WHERE n.singleton
        """
}
