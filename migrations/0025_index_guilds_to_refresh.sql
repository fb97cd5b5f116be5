-- A run of counters/update reads the guilds of a shard in the order of their ids. The switches are counters_enabled (1),
-- stats_members_enabled (16) and stats_activities_enabled (32).
CREATE INDEX serverstats_settings_refresh ON serverstats_settings (guild_shard(guild_id), guild_id)
    WHERE switches & 49 <> 0;
