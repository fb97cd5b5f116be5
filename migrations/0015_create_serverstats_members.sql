-- What a member has said about being stored. Looked up for every event, so it is one table.
CREATE TABLE serverstats_members (
    guild_id bigint NOT NULL,
    member_id bigint NOT NULL,
    is_refusing boolean NOT NULL DEFAULT false,
    erased_at timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (guild_id, member_id)
);

CREATE INDEX serverstats_members_erased_at ON serverstats_members (erased_at)
    WHERE erased_at > '-infinity';

COMMENT ON TABLE serverstats_members IS
    'Members who switched data collection off, or whose entries were deleted lately.';
COMMENT ON COLUMN serverstats_members.is_refusing IS
    'Data collection is off. Outlives the module being disabled: the wish is the member''s.';
COMMENT ON COLUMN serverstats_members.erased_at IS
    'An event that arrived no later is not stored. Forgotten after a day: nothing is on its way so long.';
