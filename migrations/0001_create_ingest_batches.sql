-- A batch of events writes its own id here in the same statement that stores its events, so that a
-- batch sent again after a broken connection stands once, and learns what became of its events.
CREATE TABLE ingest_batches (
    batch_id uuid NOT NULL PRIMARY KEY,
    stored_at timestamptz NOT NULL,
    fates smallint[] NOT NULL
);

CREATE INDEX ingest_batches_stored_at ON ingest_batches (stored_at);

COMMENT ON TABLE ingest_batches IS
    'Batches of events already stored, kept for a day. No guild_id: a batch holds events of many guilds.';
COMMENT ON COLUMN ingest_batches.batch_id IS 'Random id chosen by the worker, the same in every try.';
COMMENT ON COLUMN ingest_batches.fates IS
    'What became of each event, in the order sent: 0 the statistic is off, 1 kept (or known already), 2 its member''s data is not collected.';
