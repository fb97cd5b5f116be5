-- A guild that the bot has left is refused at every run of counters/update: it's left alone for longer and longer.
ALTER TABLE counter_refreshes
    ADD COLUMN refusals integer NOT NULL DEFAULT 0,
    ADD COLUMN refused_since timestamptz,
    ADD COLUMN retry_at timestamptz;

CREATE INDEX counter_refreshes_refused ON counter_refreshes (refreshed_at) WHERE retry_at IS NOT NULL;

COMMENT ON COLUMN counter_refreshes.refusals IS 'How many runs in a row Discord has refused the guild.';
COMMENT ON COLUMN counter_refreshes.refused_since IS 'When the first of them was.';
COMMENT ON COLUMN counter_refreshes.retry_at IS 'No run comes to the guild before; null where Discord refuses nothing.';
