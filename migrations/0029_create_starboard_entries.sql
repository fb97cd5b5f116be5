-- Messages with stars, and their posts in the starboard channel. A row is claimed before Discord is asked, so that
-- whoever comes after a crash knows what may have been done.
CREATE TABLE starboard_entries (
    guild_id bigint NOT NULL,
    original_message_id bigint NOT NULL,
    original_channel_id bigint NOT NULL,
    starboard_channel_id bigint,
    starboard_message_id bigint,
    generation bigint,
    stars integer,
    monitoring_start timestamptz NOT NULL,
    fencing bigint NOT NULL,
    claimed_at timestamptz NOT NULL,
    state smallint NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
    sent_first_at timestamptz,
    sent_last_at timestamptz,
    read_at timestamptz,
    deleted_message_ids bigint[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (guild_id, original_message_id),
    UNIQUE (guild_id, starboard_message_id)
);

CREATE INDEX starboard_entries_posting ON starboard_entries (guild_id) WHERE state = 1;
CREATE INDEX starboard_entries_monitoring_start ON starboard_entries (monitoring_start);
CREATE INDEX starboard_entries_claimed_at ON starboard_entries (claimed_at) WHERE starboard_message_id IS NULL;

COMMENT ON TABLE starboard_entries IS
    'Starred messages: what their posts in the starboard channel are, and who is at work on them. No member''s id is here.';
COMMENT ON COLUMN starboard_entries.starboard_channel_id IS
    'Where the post is, or may be; stays when the settings name another channel.';
COMMENT ON COLUMN starboard_entries.starboard_message_id IS
    'The post; NULL: none is known, the row only tells when the stars were last read.';
COMMENT ON COLUMN starboard_entries.generation IS
    'Part of the nonce the post was sent with; a new one only for a new post, never for one that may have been sent.';
COMMENT ON COLUMN starboard_entries.stars IS 'What the post shows; NULL: unknown.';
COMMENT ON COLUMN starboard_entries.monitoring_start IS 'The entry is forgotten 31 days after.';
COMMENT ON COLUMN starboard_entries.fencing IS
    'Raised by each claim; a worker writes only while the number it claimed under stands.';
COMMENT ON COLUMN starboard_entries.claimed_at IS 'When it was last claimed, before the stars were read.';
COMMENT ON COLUMN starboard_entries.state IS
    'What may be on its way to Discord: 0 nothing, 1 the post, 2 an edit, 3 the post''s deletion.';
COMMENT ON COLUMN starboard_entries.sent_first_at IS
    'The post of this generation wasn''t there before this time.';
COMMENT ON COLUMN starboard_entries.sent_last_at IS 'When the post was last about to be sent.';
COMMENT ON COLUMN starboard_entries.read_at IS
    'When the reading began that was last acted on: it answers every request that came before.';
COMMENT ON COLUMN starboard_entries.deleted_message_ids IS
    'Messages that were deleted while the post was on its way: it may be one of them.';
