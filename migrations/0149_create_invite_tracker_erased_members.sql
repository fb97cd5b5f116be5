-- Who was erased, as a hash: their joins from before are not stored again, and they don't come back as owners of invites made before.
CREATE TABLE invite_tracker_erased_members (
    guild_id bigint NOT NULL,
    digest bytea NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, digest)
);

CREATE INDEX invite_tracker_erased_members_erased_at ON invite_tracker_erased_members (erased_at);

COMMENT ON TABLE invite_tracker_erased_members IS
    'Hashes of members whose entries were deleted. Kept 31 days; they outlive the module being disabled, for the wish is the member''s.';
COMMENT ON COLUMN invite_tracker_erased_members.digest IS 'erased_identity() of the member, with kind 0.';
COMMENT ON TABLE invite_tracker_erasures IS
    'Deletions of members'' entries. Forgotten after a day: nothing is on its way so long.';

INSERT INTO invite_tracker_erased_members (guild_id, digest, erased_at)
SELECT guild_id, erased_identity(guild_id, 0::smallint, member_id), erased_at
FROM invite_tracker_erasures;
