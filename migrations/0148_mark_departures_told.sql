-- A leave that is told again, or told before its join, has one message.
ALTER TABLE invite_tracker_departures ADD COLUMN told boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN invite_tracker_departures.told IS 'The leave message was sent.';
