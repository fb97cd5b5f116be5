-- pgbench: the row of a guild's settings.
\set guild :first_guild + random(1, :guilds)
SELECT * FROM serverstats_settings WHERE guild_id = :guild;
