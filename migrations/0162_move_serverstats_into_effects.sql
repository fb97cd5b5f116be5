-- What disabled guilds left, and channels that are being created, are looked after by the table of all effects from now on.
INSERT INTO effects (guild_id, kind, subject, requested_at)
SELECT guild_id, (ARRAY['old statistics', 'open voice sessions', 'open presence sessions'])[chore + 1], 0, requested_at
FROM serverstats_chores;

INSERT INTO effects (guild_id, kind, subject, due_at)
SELECT guild_id, 'channel creation', creation_id, began_at + interval '2 minutes'
FROM serverstats_creations;

DROP TABLE serverstats_chores;
DROP INDEX serverstats_creations_began_at;
ALTER TABLE serverstats_creations DROP COLUMN retry_at;
