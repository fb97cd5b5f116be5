-- As for reactionroles: what statements read and write of settings, in the order in which workers read it.
CREATE VIEW invite_tracker_settings_records AS
SELECT guild_id, enabling, enabled_at, join_messages_enabled, join_messages_channel, join_message_content, join_message_is_embed,
    leave_messages_enabled, leave_messages_channel, leave_message_content, leave_message_is_embed, prevent_own_invite_code,
    server_shared_invite_link
FROM invite_tracker_settings;

COMMENT ON VIEW invite_tracker_settings_records IS 'Settings of the invite tracker, as workers read them.';
