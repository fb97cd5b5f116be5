-- Where reactions stay at the message, a role that another choice took away leaves a reaction that was heeded. That is wanted from the
-- beginning, so that a crash half-way doesn't leave a reaction that a later sync takes for a new choice.
ALTER TABLE reactionroles_grants DROP CONSTRAINT reactionroles_grants_state_check;
ALTER TABLE reactionroles_grants ADD CONSTRAINT reactionroles_grants_state_check
    CHECK (state BETWEEN 0 AND 4) NOT VALID;

CREATE INDEX reactionroles_grants_under_way ON reactionroles_grants (changed_at) WHERE state IN (0, 2, 4);
DROP INDEX reactionroles_grants_unfinished;

COMMENT ON COLUMN reactionroles_grants.state IS
    '0 is being given, 1 given, 2 is being taken, 3 the reaction was heeded, but the role is not ours to take back, 4 is being taken, and 3 from then on.';
