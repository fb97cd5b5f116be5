-- Steps that were seen at Discord and belong to joins that haven't been reported yet.
CREATE TABLE invite_tracker_steps (
    guild_id bigint NOT NULL,
    enabling bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    code text NOT NULL,
    kind smallint NOT NULL,
    inviter_id bigint,
    channel_id bigint,
    count integer NOT NULL CHECK (count > 0),
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, enabling, id)
);

CREATE INDEX invite_tracker_steps_seen_at ON invite_tracker_steps (seen_at);

COMMENT ON TABLE invite_tracker_steps IS 'Uses of invites whose joins are awaited, for five minutes.';
COMMENT ON COLUMN invite_tracker_steps.kind IS 'As invite_tracker_uses.kind: 1 invite, 2 vanity.';
COMMENT ON COLUMN invite_tracker_steps.seen_at IS 'When the reading that saw them began.';
