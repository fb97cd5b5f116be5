-- A batch is sent again within seconds or never; a day of them was gigabytes.
COMMENT ON TABLE ingest_batches IS
    'Batches of events already stored, kept for ten minutes. No guild_id: a batch holds events of many guilds.';
