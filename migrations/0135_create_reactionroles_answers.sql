-- A check that is told again gives its first answer and changes nothing. The row is written in the transaction that says what is wanted of
-- the member's roles, so that a crash leaves both or none.
CREATE TABLE reactionroles_answers (
    guild_id bigint NOT NULL,
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    payload bytea NOT NULL CHECK (octet_length(payload) = 32),
    words text NOT NULL,
    is_told boolean NOT NULL DEFAULT false,
    known_until timestamptz NOT NULL,
    PRIMARY KEY (guild_id, digest)
);

CREATE INDEX reactionroles_answers_known_until ON reactionroles_answers (known_until);

COMMENT ON TABLE reactionroles_answers IS
    'Checks that were answered: of components for 15 minutes, of reactions with an Idempotency-Key for 24 hours.';
COMMENT ON COLUMN reactionroles_answers.digest IS
    'SHA-256 of the interaction''s token and what was chosen, or of the Idempotency-Key.';
COMMENT ON COLUMN reactionroles_answers.payload IS 'SHA-256 of what was chosen, by whom and where.';
COMMENT ON COLUMN reactionroles_answers.words IS 'The answer.';
COMMENT ON COLUMN reactionroles_answers.is_told IS 'The member has been sent it, or is about to be.';
