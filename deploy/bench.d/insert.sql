-- pgbench: one row as Kennel stores it, one statement, one commit.
\set guild :first_guild + random(1, :guilds)
\set id random(1, 4000000000000000000)
INSERT INTO statistics_events (guild_id, kind, day, occurred_at, identity, user_id, channel_id)
VALUES (:guild, 1, (now() AT TIME ZONE 'UTC')::date, now(), :id, 200000000000000007, 300000000000000008);
