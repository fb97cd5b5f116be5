-- Ids are drawn before the row is written: the message's components carry them. None is used twice.
CREATE SEQUENCE reactionroles_entry_ids;

COMMENT ON SEQUENCE reactionroles_entry_ids IS 'Ids of entries, known before their rows are written: components carry them.';

CREATE TABLE reactionroles_entries (
    guild_id bigint NOT NULL,
    panel_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    role_ids bigint[] NOT NULL CHECK (cardinality(role_ids) BETWEEN 1 AND 20),
    emoji_name text NOT NULL,
    emoji_id bigint,
    emoji_key text NOT NULL,
    text text,
    description text,
    PRIMARY KEY (guild_id, panel_id, entry_id),
    UNIQUE (guild_id, panel_id, emoji_key),
    FOREIGN KEY (guild_id, panel_id) REFERENCES reactionroles_panels ON DELETE CASCADE
);

COMMENT ON TABLE reactionroles_entries IS 'What a panel offers: an emoji, and the roles it gives.';
COMMENT ON COLUMN reactionroles_entries.emoji_key IS
    'What makes two emoji the same: the id, or the characters without variation selectors.';
