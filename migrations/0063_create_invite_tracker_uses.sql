-- One row a join, from the moment it is reported. It waits (kind 0) until a reading of Discord that began later is stored.
CREATE TABLE invite_tracker_uses (
    guild_id bigint NOT NULL,
    enabling bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    member_id bigint,
    kind smallint NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 5),
    code text,
    inviter_id bigint,
    channel_id bigint,
    is_open boolean NOT NULL DEFAULT true,
    is_counted boolean NOT NULL DEFAULT true,
    joined_at timestamptz NOT NULL,
    left_at timestamptz,
    joined_told boolean NOT NULL DEFAULT false,
    left_told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (guild_id, enabling, id)
);

CREATE INDEX invite_tracker_uses_member ON invite_tracker_uses (guild_id, enabling, member_id, id);
CREATE INDEX invite_tracker_uses_inviter ON invite_tracker_uses (guild_id, enabling, inviter_id, id);
CREATE INDEX invite_tracker_uses_open ON invite_tracker_uses (guild_id, enabling, id) WHERE is_open;
CREATE INDEX invite_tracker_uses_joined_at ON invite_tracker_uses (joined_at);

COMMENT ON TABLE invite_tracker_uses IS 'Joins of the last 31 days, and by which invite.';
COMMENT ON COLUMN invite_tracker_uses.kind IS
    '0 waiting, 1 invite, 2 vanity, 3 used_up, 4 unknown, 5 ambiguous: with a code, it was one of several joins that took several codes; without, it can''t be known (yet).';
COMMENT ON COLUMN invite_tracker_uses.is_open IS
    'Waiting, or ambiguous while the steps are kept that it may have taken.';
COMMENT ON COLUMN invite_tracker_uses.is_counted IS
    'False: the member used their own code, and that was to be prevented.';
COMMENT ON COLUMN invite_tracker_uses.joined_told IS 'The join message was sent, or none was due.';
COMMENT ON COLUMN invite_tracker_uses.left_told IS 'The leave message was sent, or none was due.';
