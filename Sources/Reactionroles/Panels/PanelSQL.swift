import Postgres

/// The statements that read and change panels. Their columns are what ``Panel`` and ``Entry`` read.
enum PanelSQL: String, SQL {
    /// A panel that stands, with its entries, a row each. `$1` guild, `$2` panel. No row: the module is disabled; a row
    /// without a panel: there's none.
    case read = """
        SELECT p.guild_id, p.panel_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own, p.content,
            p.is_embed, p.state, p.fence, p.repair_at IS NOT NULL, p.created_at,
            e.guild_id, e.panel_id, e.entry_id, e.role_ids, e.emoji_name, e.emoji_id, e.text, e.description
        FROM reactionroles_settings s
        LEFT JOIN reactionroles_panels p ON p.guild_id = s.guild_id AND p.panel_id = $2::int8 AND p.state = 0
        LEFT JOIN reactionroles_entries e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        WHERE s.guild_id = $1::int8
        ORDER BY e.entry_id
        """

    /// The same in whatever state it is, and only that. `$1` guild, `$2` panel.
    case readAny = """
        SELECT p.guild_id, p.panel_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own, p.content,
            p.is_embed, p.state, p.fence, p.repair_at IS NOT NULL, p.created_at,
            e.guild_id, e.panel_id, e.entry_id, e.role_ids, e.emoji_name, e.emoji_id, e.text, e.description
        FROM reactionroles_panels p
        LEFT JOIN reactionroles_entries e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        WHERE p.guild_id = $1::int8 AND p.panel_id = $2::int8
        ORDER BY e.entry_id
        """

    /// The panel of a message, and what a member was given there. `$1` guild, `$2` message, `$3` member or null, `$4` a check's digest
    /// or null. After the entry's columns: entries, roles and states of the grants; the check's answer, its payload's digest, and
    /// whether the member was told.
    case readForCheck = """
        SELECT p.guild_id, p.panel_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own, p.content,
            p.is_embed, p.state, p.fence, p.repair_at IS NOT NULL, p.created_at,
            e.guild_id, e.panel_id, e.entry_id, e.role_ids, e.emoji_name, e.emoji_id, e.text, e.description,
            g.entries, g.roles, g.states, a.words, a.payload, a.is_told
        FROM reactionroles_settings s
        LEFT JOIN reactionroles_panels p ON p.guild_id = s.guild_id AND p.message_id = $2::int8 AND p.state = 0
        LEFT JOIN reactionroles_entries e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(entry_id), '{}') AS entries, coalesce(array_agg(role_id), '{}') AS roles,
                coalesce(array_agg(state), '{}') AS states
            FROM reactionroles_grants
            WHERE guild_id = p.guild_id AND panel_id = p.panel_id AND member_id = $3::int8
        ) g
        LEFT JOIN reactionroles_answers a ON a.guild_id = s.guild_id AND a.digest = $4::bytea
            AND a.known_until > clock_timestamp()
        WHERE s.guild_id = $1::int8
        ORDER BY e.entry_id
        """

    /// A page of those that stand. `$1` guild, `$2` how many, `$3` after how many. The total comes after the panel's columns; no
    /// row: the module is disabled.
    case list = """
        SELECT p.*, (
            SELECT count(*)
            FROM reactionroles_panels
            WHERE guild_id = $1::int8 AND state = 0)
        FROM reactionroles_settings s
        LEFT JOIN (
            SELECT guild_id, panel_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove,
                takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, fence,
                repair_at IS NOT NULL, created_at
            FROM reactionroles_panels
            WHERE guild_id = $1 AND state = 0
            ORDER BY panel_id
            LIMIT $2::int8 OFFSET $3::int8
        ) p ON p.guild_id = s.guild_id
        WHERE s.guild_id = $1
        ORDER BY p.panel_id
        """

    /// `$1` guild, `$2` channel, `$3` message or null, `$4` type, `$5` … `$9` the switches, `$10` whether it's our own,
    /// `$11` content, `$12` whether that is embeds, `$13` state, `$14` seconds until it's looked after, or null.
    /// No row: the module is disabled.
    case insert = """
        INSERT INTO reactionroles_panels
            (guild_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove, takes_back,
            keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, repair_at)
        SELECT guild_id, $2::int8, $3::int8, $4::int2, $5::bool, $6::bool, $7::bool, $8::bool, $9::bool, $10::bool,
            $11::text, $12::bool, $13::int2, clock_timestamp() + make_interval(secs => $14::float8)
        FROM reactionroles_settings
        WHERE guild_id = $1::int8
            AND (SELECT count(*) FROM reactionroles_panels WHERE guild_id = $1) < $15::int8
        RETURNING guild_id, panel_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove,
            takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, fence,
            repair_at IS NOT NULL, created_at
        """

    /// It has been posted. `$1` guild, `$2` panel, `$3` message. No row: it's gone, or being undone.
    case finishPosting = """
        UPDATE reactionroles_panels
        SET message_id = $3::int8, state = 0, repair_at = NULL
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND state = 1
        RETURNING guild_id, panel_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove,
            takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, fence,
            repair_at IS NOT NULL, created_at
        """

    /// It was never posted. `$1` guild, `$2` panel.
    case forgetPosting = """
        DELETE FROM reactionroles_panels
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND state = 1
        """

    /// Before the message is touched. `$1` guild, `$2` panel, `$3` fence as read, `$4` the state from now on. Gives the new
    /// fence, and an id for an entry. No row: somebody else has changed it.
    case mark = """
        UPDATE reactionroles_panels
        SET fence = fence + 1, state = $4::int2, repair_at = clock_timestamp() + interval '2 seconds'
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
        RETURNING fence, nextval('reactionroles_entry_ids')
        """

    /// The message says what the rows say. `$1` guild, `$2` panel, `$3` fence.
    case settle = """
        UPDATE reactionroles_panels
        SET state = 0, repair_at = NULL, repairs = 0
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
        """

    /// What was begun isn't wanted any more, but the message may show it. `$1` guild, `$2` panel, `$3` fence.
    case giveUp = """
        UPDATE reactionroles_panels
        SET state = 0, repair_at = clock_timestamp()
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
        """

    /// Somebody may have touched the message after losing the right to. `$1` guild, `$2` panel.
    case suspect = """
        UPDATE reactionroles_panels
        SET fence = fence + 1, repair_at = clock_timestamp() + interval '1 second'
        WHERE guild_id = $1::int8 AND panel_id = $2::int8
        """

    /// A repair failed; again after 2, 4, 8 … 3,600 seconds. `$1` guild, `$2` panel.
    case postponeRepair = """
        UPDATE reactionroles_panels
        SET repairs = least(repairs + 1, 100),
            repair_at = clock_timestamp() + make_interval(secs => least(3600, 2 ^ least(repairs + 1, 12)))
        WHERE guild_id = $1::int8 AND panel_id = $2::int8
        """

    /// Those to be looked after. `$1` how many.
    case suspects = """
        SELECT guild_id, panel_id
        FROM reactionroles_panels
        WHERE repair_at <= clock_timestamp()
        ORDER BY repair_at
        LIMIT $1::int8
        """

    /// `$1` guild, `$2` panel, `$3` fence, `$4` type, `$5` … `$9` the switches, `$10` content, `$11` whether that is embeds.
    case change = """
        UPDATE reactionroles_panels
        SET panel_type = $4::int2, limit_roles_to_one = $5::bool, supports_remove = $6::bool, takes_back = $7::bool,
            keep_counter_at_one = $8::bool, delete_unrelated = $9::bool, content = $10::text, is_embed = $11::bool,
            state = 0, repair_at = NULL, repairs = 0
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
        RETURNING guild_id, panel_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove,
            takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, fence,
            repair_at IS NOT NULL, created_at
        """

    /// Drops a panel with its entries. `$1` guild, `$2` panel, `$3` fence or null for any, `$4` whether roles are taken back
    /// where the panel wants it. Gives its id.
    case delete = """
        WITH gone AS (
            DELETE FROM reactionroles_panels
            WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = coalesce($3::int8, fence)
            RETURNING guild_id, panel_id, takes_back AND $4::bool AS takes_back
        ), chores AS (
            INSERT INTO reactionroles_chores (guild_id, chore, panel_id, entry_id)
            SELECT gone.guild_id, 1, gone.panel_id, e.entry_id
            FROM gone
            JOIN reactionroles_entries e ON e.guild_id = gone.guild_id AND e.panel_id = gone.panel_id
            WHERE gone.takes_back
            UNION ALL
            SELECT guild_id, 2, panel_id, 0
            FROM gone
            WHERE NOT takes_back
        )
        SELECT panel_id
        FROM gone
        """

    /// Drops the panel of a message, or all of a channel. `$1` guild, `$2` channel, `$3` message or null. Rows as those of
    /// ``ModuleSQL/disable``; none: the module is disabled.
    case deleteOfPlace = """
        WITH gone AS (
            DELETE FROM reactionroles_panels
            WHERE guild_id = $1::int8 AND channel_id = $2::int8
                AND ($3::int8 IS NULL OR message_id = $3) AND EXISTS (
                    SELECT
                    FROM reactionroles_settings
                    WHERE guild_id = $1)
            RETURNING guild_id, panel_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove,
                takes_back, keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state, fence,
                repair_at IS NOT NULL AS is_suspect, created_at
        ), chores AS (
            INSERT INTO reactionroles_chores (guild_id, chore, panel_id, entry_id)
            SELECT guild_id, 2, panel_id, 0
            FROM gone
            ON CONFLICT DO NOTHING
        )
        SELECT p.guild_id, p.panel_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own,
            CASE WHEN row_number() OVER (PARTITION BY p.panel_id ORDER BY e.entry_id) = 1 THEN p.content END,
            p.is_embed, p.state, p.fence, p.is_suspect, p.created_at,
            e.guild_id, e.panel_id, e.entry_id, e.role_ids, e.emoji_name, e.emoji_id, e.text, e.description
        FROM reactionroles_settings s
        LEFT JOIN gone p ON p.guild_id = s.guild_id
        LEFT JOIN reactionroles_entries e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        WHERE s.guild_id = $1
        ORDER BY p.panel_id, e.entry_id
        """
}

/// The statements that change entries; all complete a change of their panel that was marked before, under its fence.
enum EntrySQL: String, SQL {
    /// `$1` guild, `$2` panel, `$3` fence, `$4` entry, `$5` roles, `$6` emoji's name, `$7` its id, `$8` its key, `$9` text,
    /// `$10` description, `$11` how many the panel may have. No row: the fence is another's.
    case insert = """
        WITH panel AS (
            UPDATE reactionroles_panels
            SET repair_at = NULL, repairs = 0
            WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8 AND (
                SELECT count(*)
                FROM reactionroles_entries
                WHERE guild_id = $1 AND panel_id = $2) < $11::int8
            RETURNING guild_id, panel_id
        )
        INSERT INTO reactionroles_entries
            (guild_id, panel_id, entry_id, role_ids, emoji_name, emoji_id, emoji_key, text, description)
        SELECT guild_id, panel_id, $4::int8, $5::int8[], $6::text, $7::int8, $8::text, $9::text, $10::text
        FROM panel
        RETURNING entry_id
        """

    /// `$1` guild, `$2` panel, `$3` fence, `$4` entry, `$5` roles, `$6` text, `$7` description.
    case change = """
        WITH panel AS (
            UPDATE reactionroles_panels
            SET repair_at = NULL, repairs = 0
            WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
            RETURNING guild_id, panel_id
        )
        UPDATE reactionroles_entries e
        SET role_ids = $5::int8[], text = $6::text, description = $7::text
        FROM panel
        WHERE e.guild_id = panel.guild_id AND e.panel_id = panel.panel_id AND e.entry_id = $4::int8
        RETURNING e.entry_id
        """

    /// `$1` guild, `$2` panel, `$3` fence, `$4` entry. What members got by it is taken back or forgotten in the background.
    case delete = """
        WITH panel AS (
            UPDATE reactionroles_panels
            SET repair_at = NULL, repairs = 0
            WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND fence = $3::int8
            RETURNING guild_id, panel_id, takes_back
        ), gone AS (
            DELETE FROM reactionroles_entries e
            USING panel
            WHERE e.guild_id = panel.guild_id AND e.panel_id = panel.panel_id AND e.entry_id = $4::int8
            RETURNING e.guild_id, e.panel_id, e.entry_id, panel.takes_back
        ), chore AS (
            INSERT INTO reactionroles_chores (guild_id, chore, panel_id, entry_id)
            SELECT guild_id, CASE WHEN takes_back THEN 1 ELSE 2 END, panel_id, entry_id
            FROM gone
        )
        SELECT entry_id
        FROM gone
        """
}
