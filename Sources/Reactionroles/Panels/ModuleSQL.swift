import Modules

/// The statements about the module as a whole. Changes of a guild's rows follow one of the guild's locks in one transaction.
enum ModuleSQL: String, SQL {
    /// `$1` guild. A row: enabled.
    case status = """
        SELECT enabled_at
        FROM reactionroles_settings
        WHERE guild_id = $1::int8
        """

    /// `$1` guild. No row: already enabled.
    case enable = """
        INSERT INTO reactionroles_settings (guild_id)
        VALUES ($1::int8)
        ON CONFLICT (guild_id) DO NOTHING
        RETURNING guild_id
        """

    /// Deletes everything; grants are deleted in the background. `$1` guild. A row for each entry and each panel without one, the panel's
    /// columns first, its content in its first row only; one row without a panel if there was none. No row: it wasn't enabled.
    case disable = """
        WITH gone AS (
            DELETE FROM reactionroles_settings
            WHERE guild_id = $1::int8
            RETURNING guild_id
        ), left_over AS (
            INSERT INTO effects (guild_id, kind, subject)
            SELECT guild_id, 'old grants', 0
            FROM gone
            ON CONFLICT (guild_id, kind, subject, part) DO UPDATE
            SET fence = excluded.fence, requested_at = excluded.requested_at, due_at = excluded.due_at
        ), answers AS (
            DELETE FROM reactionroles_answers
            WHERE guild_id = $1
        ), moot AS (
            DELETE FROM effects
            WHERE guild_id = $1 AND kind IN ('take back', 'panel sync', 'forgotten grants')
        ), panels AS (
            DELETE FROM reactionroles_panel_records
            WHERE guild_id = $1
            RETURNING *
        )
        SELECT p.panel_id, p.guild_id, p.channel_id, p.message_id, p.panel_type, p.limit_roles_to_one,
            p.supports_remove, p.takes_back, p.keep_counter_at_one, p.delete_unrelated, p.is_own,
            CASE WHEN row_number() OVER (PARTITION BY p.panel_id ORDER BY e.entry_id) = 1 THEN p.content END,
            p.is_embed, p.state, p.created_at, e.*
        FROM gone
        LEFT JOIN panels p ON p.guild_id = gone.guild_id
        LEFT JOIN reactionroles_entry_records e ON e.guild_id = p.guild_id AND e.panel_id = p.panel_id
        ORDER BY p.panel_id, e.entry_id
        """
}
