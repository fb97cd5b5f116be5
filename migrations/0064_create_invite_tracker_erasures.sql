-- A member whose entries were deleted: what was on its way then is not stored.
CREATE TABLE invite_tracker_erasures (
    guild_id bigint NOT NULL,
    member_id bigint NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, member_id)
);

CREATE INDEX invite_tracker_erasures_erased_at ON invite_tracker_erasures (erased_at);

COMMENT ON TABLE invite_tracker_erasures IS
    'Deletions of members'' entries. Forgotten after a day: nothing is on its way so long.';
