-- What is in doubt about panels and members' roles, and what is left to be done, is in the table of all effects from now on.
INSERT INTO effects (guild_id, kind, subject, in_doubt)
SELECT guild_id, 'panel', panel_id, 'message'
FROM reactionroles_panels
WHERE repair_at IS NOT NULL;

INSERT INTO effects (guild_id, kind, subject, part, in_doubt)
SELECT DISTINCT guild_id, 'member roles', member_id, panel_id, 'roles'
FROM reactionroles_grants
WHERE state IN (0, 2, 4);

INSERT INTO effects (guild_id, kind, subject, part, requested_at)
SELECT guild_id, (ARRAY['old grants', 'take back', 'forgotten grants', 'panel sync'])[chore + 1], panel_id, entry_id, requested_at
FROM reactionroles_chores;

DROP TABLE reactionroles_chores;
DROP INDEX reactionroles_panels_repair;
ALTER TABLE reactionroles_panels DROP COLUMN fence, DROP COLUMN repair_at, DROP COLUMN repairs;
DROP INDEX reactionroles_grants_under_way;
ALTER TABLE reactionroles_grants DROP COLUMN step;
DROP SEQUENCE reactionroles_steps;

COMMENT ON TABLE reactionroles_panels IS
    'The panels: messages by which members choose roles. Whether a message may differ from its panel is in effects.';
