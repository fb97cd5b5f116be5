-- A panel is a row here and a message at Discord. Whoever changes the message writes repair_at first and clears it with the change's
-- own row, so that a crash in between leaves a mark: the message is then made to say what the rows say.
CREATE TABLE reactionroles_panels (
    guild_id bigint NOT NULL,
    panel_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    channel_id bigint NOT NULL,
    message_id bigint,
    panel_type smallint NOT NULL CHECK (panel_type BETWEEN 0 AND 2),
    limit_roles_to_one boolean NOT NULL,
    supports_remove boolean NOT NULL,
    takes_back boolean NOT NULL,
    keep_counter_at_one boolean NOT NULL,
    delete_unrelated boolean NOT NULL,
    is_own boolean NOT NULL,
    content text,
    is_embed boolean NOT NULL,
    state smallint NOT NULL CHECK (state BETWEEN 0 AND 2),
    fence bigint NOT NULL DEFAULT 0,
    repair_at timestamptz,
    repairs smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (guild_id, panel_id),
    CHECK (message_id IS NOT NULL OR state = 1)
);

CREATE UNIQUE INDEX reactionroles_panels_message ON reactionroles_panels (guild_id, message_id);
CREATE INDEX reactionroles_panels_repair ON reactionroles_panels (repair_at) WHERE repair_at IS NOT NULL;

COMMENT ON TABLE reactionroles_panels IS 'The panels: messages by which members choose roles.';
COMMENT ON COLUMN reactionroles_panels.panel_type IS '0 emoji, 1 button, 2 dropdown.';
COMMENT ON COLUMN reactionroles_panels.takes_back IS 'remove_roles_from_users_on_entry_delete.';
COMMENT ON COLUMN reactionroles_panels.is_own IS 'Kennel posted the message itself.';
COMMENT ON COLUMN reactionroles_panels.state IS
    '0 stands, 1 is being posted, 2 is being deleted; only 0 shows.';
COMMENT ON COLUMN reactionroles_panels.fence IS
    'Raised by each change before it touches the message; it is completed only under the same number.';
COMMENT ON COLUMN reactionroles_panels.repair_at IS
    'The message may differ from the rows; when to look after it, unless somebody is at it.';
COMMENT ON COLUMN reactionroles_panels.repairs IS 'How often that failed.';
