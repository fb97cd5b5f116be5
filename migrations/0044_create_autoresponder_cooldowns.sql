-- Which triggers don't fire now in a channel.
CREATE TABLE autoresponder_cooldowns (
    guild_id bigint NOT NULL,
    trigger_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    ends_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, trigger_id, channel_id)
);

CREATE INDEX autoresponder_cooldowns_ends_at ON autoresponder_cooldowns (ends_at);

COMMENT ON TABLE autoresponder_cooldowns IS 'Cooldowns, by the database''s clock. Rows that are over mean nothing.';
