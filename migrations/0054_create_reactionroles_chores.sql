-- What a request leaves to be done in the background, written in the same transaction as the change that makes it due.
CREATE TABLE reactionroles_chores (
    guild_id bigint NOT NULL,
    chore smallint NOT NULL CHECK (chore BETWEEN 0 AND 3),
    panel_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    attempts smallint NOT NULL DEFAULT 0,
    PRIMARY KEY (guild_id, chore, panel_id, entry_id)
);

CREATE INDEX reactionroles_chores_due ON reactionroles_chores (due_at);

COMMENT ON TABLE reactionroles_chores IS 'Unfinished work in the background.';
COMMENT ON COLUMN reactionroles_chores.chore IS
    '0 delete the grants older than the present enabling, 1 take an entry''s roles back, 2 forget the grants of a panel or entry, 3 go on with a sync.';
COMMENT ON COLUMN reactionroles_chores.entry_id IS '0: of the whole panel.';
