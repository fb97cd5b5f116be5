import Modules

/// The statements that read and change panels. Their rows end with the columns of a ``Panel``, and of an ``Entry``.
enum PanelSQL: String, SQL {
    /// A posted panel with its entries, a row each. `$1` guild, `$2` panel. No row: the module is disabled; a row
    /// without a panel: there is none.
    case read = """
        SELECT p.*, e.*
        FROM reactionroles_settings s
        LEFT JOIN reactionroles_panel_records p ON p.guild_id = s.guild_id AND p.panel_id = $2::int8 AND p.state = panel_state('standing')
        LEFT JOIN reactionroles_entry_records e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        WHERE s.guild_id = $1::int8
        ORDER BY e.entry_id
        """

    /// Claims a panel's effect, and reads the panel in whatever state it is. `$1` guild, `$2` panel. First an id for an entry, never
    /// used before, and the claim. No row: there is no such panel.
    case claim = """
        WITH claimed AS MATERIALIZED (
            SELECT nextval('reactionroles_entry_ids'), c.*
            FROM reactionroles_panels p
            CROSS JOIN LATERAL claim_effect(p.guild_id, 'panel', p.panel_id, 0, true) c
            WHERE p.guild_id = $1::int8 AND p.panel_id = $2::int8
        )
        SELECT claimed.*, p.*, e.*
        FROM claimed
        JOIN reactionroles_panel_records p ON p.guild_id = $1 AND p.panel_id = $2
        LEFT JOIN reactionroles_entry_records e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        ORDER BY e.entry_id
        """

    /// The panel of a message, and what a member was given there. `$1` guild, `$2` message, `$3` member or null, `$4` a check's digest
    /// or null. First the entries, roles and states of the grants; the check's answer, its payload's digest, and whether the
    /// member was told.
    case readForCheck = """
        SELECT g.entries, g.roles, g.states, a.words, a.payload, a.is_told, p.*, e.*
        FROM reactionroles_settings s
        LEFT JOIN reactionroles_panel_records p ON p.guild_id = s.guild_id AND p.message_id = $2::int8 AND p.state = panel_state('standing')
        LEFT JOIN reactionroles_entry_records e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
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

    /// A page of those that stand. `$1` guild, `$2` how many, `$3` after how many. As ``Page`` reads them.
    case list = """
        SELECT (SELECT count(*) FROM reactionroles_panels WHERE guild_id = $1::int8 AND state = panel_state('standing')), p.*
        FROM reactionroles_settings s
        LEFT JOIN (
            SELECT *
            FROM reactionroles_panel_records
            WHERE guild_id = $1 AND state = panel_state('standing')
            ORDER BY panel_id
            LIMIT $2::int8 OFFSET $3::int8
        ) p ON p.guild_id = s.guild_id
        WHERE s.guild_id = $1
        ORDER BY p.panel_id
        """

    /// `$1` guild, `$2` channel, `$3` message or null, `$4` type, `$5` … `$9` the switches, `$10` whether the message is our own,
    /// `$11` content, `$12` whether that is embeds, `$13` state, `$14` the guild's limit. Also requests the effect of a posting.
    /// No row: the module is disabled, or the limit is reached.
    case insert = """
        WITH made AS (
            INSERT INTO reactionroles_panel_records
                (guild_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove, takes_back,
                keep_counter_at_one, delete_unrelated, is_own, content, is_embed, state)
            SELECT guild_id, $2::int8, $3::int8, $4::int2, $5::bool, $6::bool, $7::bool, $8::bool, $9::bool, $10::bool,
                $11::text, $12::bool, $13::int2
            FROM reactionroles_settings
            WHERE guild_id = $1::int8
                AND (SELECT count(*) FROM reactionroles_panels WHERE guild_id = $1) < $14::int8
            RETURNING *
        ), begun AS (
            INSERT INTO effects (guild_id, kind, subject, due_at)
            SELECT guild_id, 'panel', panel_id, clock_timestamp() + interval '5 seconds'
            FROM made
            WHERE state = panel_state('posting')
        )
        SELECT *
        FROM made
        """

    /// The message was posted. `$1` guild, `$2` panel, `$3` message. No row: the panel is gone.
    case finishPosting = """
        UPDATE reactionroles_panel_records
        SET message_id = $3::int8, state = panel_state('standing')
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND state = panel_state('posting')
        RETURNING *
        """

    /// The message was never posted, or has been deleted. `$1` guild, `$2` panel.
    case forgetPosting = """
        DELETE FROM reactionroles_panels
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND state = panel_state('posting')
        """

    /// Begins or cancels a deletion. `$1` guild, `$2` panel, `$3` state.
    case setState = """
        UPDATE reactionroles_panels
        SET state = $3::int2
        WHERE guild_id = $1::int8 AND panel_id = $2::int8
        """

    /// `$1` guild, `$2` panel, `$3` type, `$4` … `$8` the switches, `$9` content, `$10` whether that is embeds.
    case change = """
        UPDATE reactionroles_panel_records
        SET panel_type = $3::int2, limit_roles_to_one = $4::bool, supports_remove = $5::bool, takes_back = $6::bool,
            keep_counter_at_one = $7::bool, delete_unrelated = $8::bool, content = $9::text, is_embed = $10::bool
        WHERE guild_id = $1::int8 AND panel_id = $2::int8
        RETURNING *
        """

    /// Deletes a panel with its entries. `$1` guild, `$2` panel, `$3` whether roles are taken back if the panel is set to. Returns its id.
    case delete = """
        WITH gone AS (
            DELETE FROM reactionroles_panels
            WHERE guild_id = $1::int8 AND panel_id = $2::int8
            RETURNING guild_id, panel_id, takes_back AND $3::bool AS takes_back
        ), left_over AS (
            INSERT INTO effects (guild_id, kind, subject, part)
            SELECT gone.guild_id, 'take back', gone.panel_id, e.entry_id
            FROM gone
            JOIN reactionroles_entries e ON e.guild_id = gone.guild_id AND e.panel_id = gone.panel_id
            WHERE gone.takes_back
            UNION ALL
            SELECT guild_id, 'forgotten grants', panel_id, 0
            FROM gone
            WHERE NOT takes_back
        )
        SELECT panel_id
        FROM gone
        """

    /// Deletes the panel of a message, or all of a channel. `$1` guild, `$2` channel, `$3` message or null. Rows as in
    /// ``ModuleSQL/disable``; none: the module is disabled.
    case deleteOfPlace = """
        WITH gone AS (
            DELETE FROM reactionroles_panel_records
            WHERE guild_id = $1::int8 AND channel_id = $2::int8
                AND ($3::int8 IS NULL OR message_id = $3) AND EXISTS (
                    SELECT
                    FROM reactionroles_settings
                    WHERE guild_id = $1)
            RETURNING *
        ), left_over AS (
            INSERT INTO effects (guild_id, kind, subject)
            SELECT guild_id, 'forgotten grants', panel_id
            FROM gone
            ON CONFLICT DO NOTHING
        )
        SELECT p.panel_id, p.guild_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own,
            CASE WHEN row_number() OVER (PARTITION BY p.panel_id ORDER BY e.entry_id) = 1 THEN p.content END,
            p.is_embed, p.state, p.created_at, e.*
        FROM reactionroles_settings s
        LEFT JOIN gone p ON p.guild_id = s.guild_id
        LEFT JOIN reactionroles_entry_records e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        WHERE s.guild_id = $1
        ORDER BY p.panel_id, e.entry_id
        """
}

/// The statements that change entries, under the claim of their panel's effect.
enum EntrySQL: String, SQL {
    /// `$1` guild, `$2` panel, `$3` entry, `$4` roles, `$5` emoji's name, `$6` its id, `$7` its key, `$8` text, `$9` description,
    /// `$10` the panel's limit. No row: the panel is gone, or the limit is reached.
    case insert = """
        INSERT INTO reactionroles_entries
            (guild_id, panel_id, entry_id, role_ids, emoji_name, emoji_id, emoji_key, text, description)
        SELECT guild_id, panel_id, $3::int8, $4::int8[], $5::text, $6::int8, $7::text, $8::text, $9::text
        FROM reactionroles_panels
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND (
            SELECT count(*)
            FROM reactionroles_entries
            WHERE guild_id = $1 AND panel_id = $2) < $10::int8
        RETURNING entry_id
        """

    /// `$1` guild, `$2` panel, `$3` entry, `$4` roles, `$5` text, `$6` description.
    case change = """
        UPDATE reactionroles_entries
        SET role_ids = $4::int8[], text = $5::text, description = $6::text
        WHERE guild_id = $1::int8 AND panel_id = $2::int8 AND entry_id = $3::int8
        RETURNING entry_id
        """

    /// `$1` guild, `$2` panel, `$3` entry. Its grants are taken back or deleted in the background.
    case delete = """
        WITH gone AS (
            DELETE FROM reactionroles_entries e
            USING reactionroles_panels p
            WHERE e.guild_id = $1::int8 AND e.panel_id = $2::int8 AND e.entry_id = $3::int8
                AND p.guild_id = e.guild_id AND p.panel_id = e.panel_id
            RETURNING e.guild_id, e.panel_id, e.entry_id, p.takes_back
        ), left_over AS (
            INSERT INTO effects (guild_id, kind, subject, part)
            SELECT guild_id, CASE WHEN takes_back THEN 'take back' ELSE 'forgotten grants' END, panel_id, entry_id
            FROM gone
        )
        SELECT entry_id
        FROM gone
        """
}
