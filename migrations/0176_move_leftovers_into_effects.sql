-- What disabling leaves of the autoresponder and the invite tracker is deleted by the loop of all effects from now on.
INSERT INTO effects (guild_id, kind, subject, requested_at)
SELECT guild_id, 'old answers', 0, requested_at
FROM autoresponder_purges;

INSERT INTO effects (guild_id, kind, subject, requested_at, due_at)
SELECT guild_id, 'removal', removal_id, requested_at, requested_at + interval '15 minutes'
FROM autoresponder_removals;

INSERT INTO effects (guild_id, kind, subject, requested_at, due_at)
SELECT guild_id, 'ended invites', enabling, ended_at, ended_at + interval '15 minutes'
FROM invite_tracker_chores;

DROP TABLE autoresponder_purges;
DROP TABLE autoresponder_removals;
DROP TABLE invite_tracker_chores;
