-- Channels that are being created on Discord for a guild: written before Discord is asked, deleted with what stores the
-- channel. What a crash leaves behind is looked for on Discord by these rows, and deleted there.
CREATE TABLE serverstats_creations (
    guild_id bigint NOT NULL,
    creation_id bigint GENERATED ALWAYS AS IDENTITY,
    channel_type smallint NOT NULL,
    name text NOT NULL,
    parent_id bigint,
    began_at timestamptz NOT NULL,
    retry_at timestamptz,
    PRIMARY KEY (guild_id, creation_id)
);

CREATE INDEX serverstats_creations_began_at ON serverstats_creations (began_at);

COMMENT ON TABLE serverstats_creations IS 'Channels being created on Discord.';
COMMENT ON COLUMN serverstats_creations.channel_type IS 'Discord''s number: 0 text, 2 voice, 4 category.';
COMMENT ON COLUMN serverstats_creations.began_at IS
    'What isn''t stored two minutes later isn''t stored any more, and cleared away.';
COMMENT ON COLUMN serverstats_creations.retry_at IS 'Not to be cleared away before, after an error.';
