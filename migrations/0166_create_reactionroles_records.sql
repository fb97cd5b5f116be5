-- What statements read and write of panels and entries, with the columns in the order in which workers read them, so that no statement lists
-- them. A view's columns never change: where a worker needs others, it gets a new view, and older workers keep theirs.
CREATE VIEW reactionroles_panel_records AS
SELECT panel_id, guild_id, channel_id, message_id, panel_type, limit_roles_to_one, supports_remove, takes_back, keep_counter_at_one,
    delete_unrelated, is_own, content, is_embed, state, created_at
FROM reactionroles_panels;

COMMENT ON VIEW reactionroles_panel_records IS 'Panels, as workers read them.';

CREATE VIEW reactionroles_entry_records AS
SELECT entry_id, panel_id, guild_id, role_ids, emoji_id, emoji_name, text, description
FROM reactionroles_entries;

COMMENT ON VIEW reactionroles_entry_records IS 'Entries of panels, as workers read them.';
