-- A guild's administrator calls with API keys, each bound to that guild. The key names its guild, so that looking it up
-- does too. Only the hash is kept. A revoked key's row goes.
CREATE TABLE api_keys (
    guild_id bigint NOT NULL CHECK (guild_id > 0),
    api_key_id text NOT NULL,
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    prefix text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (guild_id, api_key_id),
    UNIQUE (guild_id, sha256)
);

COMMENT ON TABLE api_keys IS 'The API keys of each guild.';
COMMENT ON COLUMN api_keys.api_key_id IS 'Random, never reused.';
COMMENT ON COLUMN api_keys.sha256 IS 'SHA-256 of the key, which is shown once.';
COMMENT ON COLUMN api_keys.prefix IS 'How the key begins, so that people recognise it.';
