-- A guild has the module enabled while its row stands.
CREATE TABLE reactionroles_settings (
    guild_id bigint NOT NULL PRIMARY KEY,
    enabled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE reactionroles_settings IS 'The guilds that have reactionroles enabled.';
