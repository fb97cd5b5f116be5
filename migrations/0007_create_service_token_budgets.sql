-- A token's requests a second are granted to all workers together: each takes a few at a time from the token's row.
-- Losing the rows in a crash grants a second's worth once more, so they aren't worth a log.
CREATE UNLOGGED TABLE service_token_budgets (
    token_id bigint PRIMARY KEY REFERENCES service_tokens,
    whole_at timestamptz NOT NULL
);

COMMENT ON TABLE service_token_budgets IS
    'What limited service tokens have used up. No guild_id: a token belongs to the fleet.';
COMMENT ON COLUMN service_token_budgets.whole_at IS
    'When the token''s budget, a second''s worth of requests, will be whole again.';
