-- A guild has the module enabled while its row stands. Whatever changes its triggers or responses gives it
-- another version, by which workers know whether what they keep of it is still right. A version is never used twice,
-- not even after the module was disabled and enabled again.
CREATE SEQUENCE autoresponder_versions AS bigint;

COMMENT ON SEQUENCE autoresponder_versions IS 'Versions of guilds'' triggers and responses.';

CREATE TABLE autoresponder_guilds (
    guild_id bigint NOT NULL PRIMARY KEY,
    enabled_at timestamptz NOT NULL,
    version bigint NOT NULL DEFAULT nextval('autoresponder_versions')
);

COMMENT ON TABLE autoresponder_guilds IS 'The guilds that have the autoresponder enabled.';
COMMENT ON COLUMN autoresponder_guilds.enabled_at IS
    'clock_timestamp() of enabling: answers claimed before don''t count.';
COMMENT ON COLUMN autoresponder_guilds.version IS
    'Changes with every trigger and response; changed under the guild''s lock.';
