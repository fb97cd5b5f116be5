-- A guild has the module enabled while its row stands. Everything else the module stores carries the row's enabling, so that
-- what an earlier one left behind never shows, and leaves in the background.
CREATE TABLE invite_tracker_settings (
    guild_id bigint NOT NULL PRIMARY KEY,
    enabling bigint GENERATED ALWAYS AS IDENTITY,
    enabled_at timestamptz NOT NULL,
    join_messages_enabled boolean NOT NULL DEFAULT false,
    join_messages_channel bigint,
    join_message_content text,
    join_message_is_embed boolean NOT NULL DEFAULT false,
    leave_messages_enabled boolean NOT NULL DEFAULT false,
    leave_messages_channel bigint,
    leave_message_content text,
    leave_message_is_embed boolean NOT NULL DEFAULT false,
    prevent_own_invite_code boolean NOT NULL DEFAULT false,
    server_shared_invite_link text,
    fence bigint NOT NULL DEFAULT 0,
    read_at timestamptz,
    vanity_code text,
    vanity_uses bigint NOT NULL DEFAULT 0,
    vanity_misses smallint NOT NULL DEFAULT 0
);

COMMENT ON TABLE invite_tracker_settings IS 'The guilds that have the invite tracker enabled, and how.';
COMMENT ON COLUMN invite_tracker_settings.enabling IS 'Names this enabling; never used again.';
COMMENT ON COLUMN invite_tracker_settings.enabled_at IS 'What arrived before is not stored.';
COMMENT ON COLUMN invite_tracker_settings.fence IS
    'Raised by whoever begins to read the guild''s invites, and by an erasure; a reading is stored only under its own number.';
COMMENT ON COLUMN invite_tracker_settings.read_at IS
    'When the last stored reading of Discord began. Null: none was stored yet, so no step can be known.';
COMMENT ON COLUMN invite_tracker_settings.vanity_misses IS
    'How often in a row Discord answered empty for a vanity URL that is known.';
