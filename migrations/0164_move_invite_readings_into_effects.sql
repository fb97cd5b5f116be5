-- Who reads a guild's invites is in the table of all effects from now on, and so are joins that wait for a reading.
INSERT INTO effects (guild_id, kind, subject)
SELECT DISTINCT u.guild_id, 'invite reading', 0
FROM invite_tracker_uses u
JOIN invite_tracker_settings s USING (guild_id, enabling)
WHERE u.is_open AND u.kind = 0;

ALTER TABLE invite_tracker_settings DROP COLUMN fence;
