-- As for reactionroles: what statements read of triggers and responses, in the order in which workers read it.
CREATE VIEW autoresponder_trigger_records AS
SELECT trigger_id, guild_id, trigger_type, match_case, trigger, allowed_channels, ignored_channels, allowed_roles, ignored_roles,
    response_ids, cooldown_seconds
FROM autoresponder_triggers;

COMMENT ON VIEW autoresponder_trigger_records IS 'Triggers, as workers read them.';

CREATE VIEW autoresponder_response_records AS
SELECT response_id, guild_id, response_type, response_content, emoji_name, emoji_id
FROM autoresponder_responses;

COMMENT ON VIEW autoresponder_response_records IS 'Responses, as workers read them.';
