-- A join is known by guild, member and Discord's time of it, so that a repeat is found whenever it comes, a later join ends an
-- earlier one, and what was erased isn't stored again.
ALTER TABLE invite_tracker_uses ADD COLUMN member_joined_at timestamptz;

COMMENT ON COLUMN invite_tracker_uses.member_joined_at IS
    'When the member joined, as Discord says, to the millisecond; null: nobody knew. joined_at is when it was reported.';
COMMENT ON TABLE invite_tracker_erasures IS
    'Deletions of members'' entries, for 31 days: joins from before and ownership of invites made before are not stored again.';
