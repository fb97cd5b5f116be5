-- The bot fleet and cron call with service tokens, which are made on the command line. Only their hash is kept, so
-- that nobody who reads the database can call.
CREATE TABLE service_tokens (
    token_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    sha256 bytea NOT NULL UNIQUE CHECK (octet_length(sha256) = 32),
    requests_per_second integer CHECK (requests_per_second BETWEEN 1 AND 1000000),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz
);

COMMENT ON TABLE service_tokens IS
    'Who may call for any guild. No guild_id: a token belongs to the fleet. Revoked ones stay, so that ids are never reused.';
COMMENT ON COLUMN service_tokens.name IS 'What the token is for, for people.';
COMMENT ON COLUMN service_tokens.sha256 IS 'SHA-256 of the token.';
COMMENT ON COLUMN service_tokens.requests_per_second IS
    'What all workers together grant the token before they answer 429; NULL: no limit.';
COMMENT ON COLUMN service_tokens.revoked_at IS 'When it stopped counting; NULL while it counts.';
