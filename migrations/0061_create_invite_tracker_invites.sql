-- The invites as Discord showed them last: a rise of uses since is a step that a join took.
CREATE TABLE invite_tracker_invites (
    guild_id bigint NOT NULL,
    enabling bigint NOT NULL,
    code text NOT NULL,
    channel_id bigint,
    owner_id bigint,
    uses bigint NOT NULL,
    max_uses bigint NOT NULL,
    expires_at timestamptz,
    gone_at timestamptz,
    PRIMARY KEY (guild_id, enabling, code)
);

CREATE INDEX invite_tracker_invites_gone_at ON invite_tracker_invites (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX invite_tracker_invites_owner ON invite_tracker_invites (guild_id, owner_id);

COMMENT ON TABLE invite_tracker_invites IS 'Known invites.';
COMMENT ON COLUMN invite_tracker_invites.uses IS 'Those that are attributed or stored as steps.';
COMMENT ON COLUMN invite_tracker_invites.max_uses IS '0: no limit.';
COMMENT ON COLUMN invite_tracker_invites.gone_at IS
    'Discord doesn''t list it any more; remembered for an hour, because the join that used it up may still be on its way.';
