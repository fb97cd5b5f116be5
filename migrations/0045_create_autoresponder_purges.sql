-- What disabling leaves to be deleted in chunks: written with the change that makes it due.
CREATE TABLE autoresponder_purges (
    guild_id bigint NOT NULL PRIMARY KEY,
    requested_at timestamptz NOT NULL
);

COMMENT ON TABLE autoresponder_purges IS 'Guilds whose answers and cooldowns from before requested_at are to go.';
