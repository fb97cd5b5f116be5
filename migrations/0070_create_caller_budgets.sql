-- The requests a second of an API key or a user are granted to all workers together: each takes a few at a time from the
-- caller's row. Losing the rows in a crash grants a second's worth once more, so they aren't worth a log.
CREATE UNLOGGED TABLE caller_budgets (
    caller text PRIMARY KEY,
    whole_at timestamptz NOT NULL
);

CREATE INDEX caller_budgets_ended ON caller_budgets (whole_at);

COMMENT ON TABLE caller_budgets IS
    'What API keys and users have used up. Rows older than a minute mean nothing and go. No guild_id: a user belongs to no guild.';
COMMENT ON COLUMN caller_budgets.caller IS
    'key:<guild>:<id of the key>, or user:<id>.';
COMMENT ON COLUMN caller_budgets.whole_at IS
    'When the caller''s budget, a second''s worth of requests, will be whole again.';
