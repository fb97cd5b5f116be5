-- The calls a second that Discord grants a bot are shared by all workers of the cluster: this row hands out times to send at.
-- Unlogged: a time is used within half a second or never, so what a crash loses was worthless by the time the server is up
-- again, and the row made anew then gives out nothing for longer than that. No log means no write to wait for.
-- Updated up to a few dozen times a second: room in the page keeps every update within it.
CREATE UNLOGGED TABLE discord_budget (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    next_at timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 20);

COMMENT ON TABLE discord_budget IS
    'When the cluster may send Discord calls of a bot. No guild_id: the limit is over all guilds.';
COMMENT ON COLUMN discord_budget.token_hash IS 'SHA-256 of the bot''s token';
COMMENT ON COLUMN discord_budget.next_at IS 'The next time to send at that no worker has taken';
COMMENT ON COLUMN discord_budget.blocked_until IS
    'Nothing is sent before: Discord has answered with its global limit';
