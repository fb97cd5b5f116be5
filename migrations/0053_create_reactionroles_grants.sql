-- Who got which role where. A row is written before Discord is asked and completed afterwards, so that a crash in between
-- leaves one that says what was wanted. No foreign key: rows outlive their entry until its roles are taken back.
CREATE SEQUENCE reactionroles_steps;

COMMENT ON SEQUENCE reactionroles_steps IS 'Numbers of changes to members'' roles: a later one ends what an earlier one began.';

CREATE TABLE reactionroles_grants (
    guild_id bigint NOT NULL,
    panel_id bigint NOT NULL,
    member_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    role_id bigint NOT NULL,
    state smallint NOT NULL CHECK (state BETWEEN 0 AND 3),
    step bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, panel_id, member_id, entry_id, role_id)
);

CREATE INDEX reactionroles_grants_entry
    ON reactionroles_grants (guild_id, panel_id, entry_id, member_id);
CREATE INDEX reactionroles_grants_member ON reactionroles_grants (guild_id, member_id);
CREATE INDEX reactionroles_grants_unfinished ON reactionroles_grants (changed_at)
    WHERE state IN (0, 2);

COMMENT ON TABLE reactionroles_grants IS 'The roles that members got from entries of panels.';
COMMENT ON COLUMN reactionroles_grants.state IS
    '0 is being given, 1 given, 2 is being taken, 3 the reaction was heeded, but the role is not ours to take back.';
COMMENT ON COLUMN reactionroles_grants.step IS
    'The number of the change that wrote the row; it is completed only under the same number.';
