-- A leave may be reported before its join: it's remembered, so that the join is stored as ended.
CREATE TABLE invite_tracker_departures (
    guild_id bigint NOT NULL,
    enabling bigint NOT NULL,
    member_id bigint NOT NULL,
    left_at timestamptz NOT NULL,
    PRIMARY KEY (guild_id, enabling, member_id)
);

CREATE INDEX invite_tracker_departures_left_at ON invite_tracker_departures (left_at);

COMMENT ON TABLE invite_tracker_departures IS 'Leaves of members of whom no open join is stored, for a week.';
COMMENT ON COLUMN invite_tracker_departures.left_at IS 'When the leave was first reported; joins from before that have ended.';
