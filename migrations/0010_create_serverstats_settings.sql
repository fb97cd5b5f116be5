-- A guild has the module enabled while its row stands. What is stored carries the database's time,
-- and counts only if it is no older than enabled_at: what an earlier enabling left behind never shows.
CREATE TABLE serverstats_settings (
    guild_id bigint NOT NULL PRIMARY KEY,
    enabled_at timestamptz NOT NULL,
    switches integer NOT NULL DEFAULT 0,
    counters_category_id bigint,
    starboard_channel bigint,
    starboard_count integer NOT NULL DEFAULT 3 CHECK (starboard_count >= 1)
);

COMMENT ON TABLE serverstats_settings IS 'The guilds that have serverstats enabled, and how.';
COMMENT ON COLUMN serverstats_settings.enabled_at IS
    'clock_timestamp() of enabling, taken under the guild''s lock.';
COMMENT ON COLUMN serverstats_settings.switches IS
    'One bit each: 0 counters_enabled, 1 starboard_enabled, 2 stats_messages_enabled, 3 stats_commands_enabled, 4 stats_members_enabled, 5 stats_activities_enabled, 6 stats_voice_enabled, 7 stats_modules_autoresponder_enabled, 8 stats_modules_tags_enabled, 9 stats_modules_verifier_enabled, 10 stats_modules_socials_enabled, 11 stats_modules_rules_enabled, 12 stats_modules_invite_tracker_enabled, 13 stats_modules_reactionroles_enabled, 14 stats_modules_welcoming_enabled, 15 stats_modules_tempchannels_enabled, 16 stats_modules_tickets_enabled, 17 stats_functions_reminders_enabled, 18 stats_functions_giveaways_enabled, 19 stats_modules_polls_enabled.';
COMMENT ON COLUMN serverstats_settings.starboard_count IS 'How many stars a message needs.';
