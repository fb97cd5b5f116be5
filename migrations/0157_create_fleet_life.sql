-- When the fleet was last heard of. After an hour of silence nobody knows who is still there: sessions that were open then are closed at
-- their last sign of life.
CREATE TABLE fleet_life (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    heard_at timestamptz NOT NULL,
    silent_since timestamptz
);

INSERT INTO fleet_life (heard_at) VALUES (clock_timestamp());

COMMENT ON TABLE fleet_life IS 'One row: the fleet''s last sign of life, over all guilds. No guild_id: a fleet reports for all of them.';
COMMENT ON COLUMN fleet_life.heard_at IS 'When an event, or the beginning of a session, was last stored; to some minutes.';
COMMENT ON COLUMN fleet_life.silent_since IS
    'Sessions that were open at this time are being closed, as of then; null: there was no silence.';
