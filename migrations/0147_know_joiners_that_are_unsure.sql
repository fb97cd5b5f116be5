-- Where Discord doesn't say who joined, the join waits until it's told again: it may be a bot's, which takes no invite.
ALTER TABLE invite_tracker_uses ADD COLUMN is_unsure boolean NOT NULL DEFAULT false;

COMMENT ON COLUMN invite_tracker_uses.is_unsure IS
    'Discord didn''t say yet who joined and when, perhaps a bot: the join takes no invite before that is known.';
