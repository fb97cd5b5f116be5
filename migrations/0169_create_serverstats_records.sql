-- As for reactionroles: what statements read and write of settings and counters, in the order in which workers read it.
CREATE VIEW serverstats_settings_records AS
SELECT guild_id, enabled_at, switches, counters_category_id, starboard_channel, starboard_count
FROM serverstats_settings;

COMMENT ON VIEW serverstats_settings_records IS 'Settings of serverstats, as workers read them.';

CREATE VIEW counter_records AS
SELECT guild_id, counter_id, counter_type, format, role_id, goal_count, channel_id, name
FROM counters;

COMMENT ON VIEW counter_records IS 'Counters, as workers read them.';
