-- What messages are answered to. Ids come from one sequence for all guilds, so that none is ever used again.
CREATE SEQUENCE autoresponder_ids AS bigint;

COMMENT ON SEQUENCE autoresponder_ids IS 'Ids of triggers and responses.';

CREATE TABLE autoresponder_triggers (
    guild_id bigint NOT NULL,
    trigger_id bigint NOT NULL DEFAULT nextval('autoresponder_ids'),
    trigger_type smallint NOT NULL CHECK (trigger_type BETWEEN 1 AND 4),
    match_case boolean NOT NULL,
    trigger text CHECK (trigger IS NOT NULL OR trigger_type = 1),
    allowed_channels bigint[] NOT NULL,
    ignored_channels bigint[] NOT NULL,
    allowed_roles bigint[] NOT NULL,
    ignored_roles bigint[] NOT NULL,
    response_ids bigint[] NOT NULL,
    cooldown_seconds integer NOT NULL DEFAULT 0 CHECK (cooldown_seconds BETWEEN 0 AND 86400),
    PRIMARY KEY (guild_id, trigger_id)
);

COMMENT ON TABLE autoresponder_triggers IS 'What makes the autoresponder answer, oldest first by trigger_id.';
COMMENT ON COLUMN autoresponder_triggers.trigger_type IS '1 wildcard, 2 contains, 3 starts with, 4 ends with.';
COMMENT ON COLUMN autoresponder_triggers.trigger IS 'As it was written; null for some wildcards.';
COMMENT ON COLUMN autoresponder_triggers.allowed_channels IS 'Empty: all but ignored_channels. Roles likewise.';
COMMENT ON COLUMN autoresponder_triggers.response_ids IS
    'What is sent, in this order. All of them exist: deleting a response takes it out.';
COMMENT ON COLUMN autoresponder_triggers.cooldown_seconds IS
    'How long it doesn''t fire again in the same channel.';
