-- Every event of every statistic, one partition a day, so that a month-old day leaves as a whole.
-- The primary key is also the order of reading: (guild_id, kind) by day, time and id.
CREATE SEQUENCE statistics_ids AS bigint CACHE 100;

COMMENT ON SEQUENCE statistics_ids IS 'Ids of statistics rows, of all kinds.';

CREATE TABLE statistics_events (
    guild_id bigint NOT NULL,
    kind smallint NOT NULL,
    day date NOT NULL,
    occurred_at timestamptz NOT NULL,
    id bigint NOT NULL DEFAULT nextval('statistics_ids'),
    identity bigint,
    user_id bigint,
    channel_id bigint,
    number double precision,
    started_at timestamptz,
    text text,
    details text,
    state text,
    PRIMARY KEY (guild_id, kind, day, occurred_at, id)
) PARTITION BY RANGE (day);

CREATE UNIQUE INDEX statistics_events_identity ON statistics_events (identity, guild_id, kind, day)
    WHERE identity IS NOT NULL;

COMMENT ON TABLE statistics_events IS
    'Events of the statistics, and closed voice and presence sessions. Kept 31 days.';
COMMENT ON COLUMN statistics_events.kind IS
    'Number of the statistic in the table of definitions (Statistic.swift); never reused.';
COMMENT ON COLUMN statistics_events.day IS 'The UTC day of occurred_at: what the table is partitioned by.';
COMMENT ON COLUMN statistics_events.occurred_at IS
    'When it was received, or the session ended: the database''s time at the start of the transaction.';
COMMENT ON COLUMN statistics_events.identity IS
    'What makes a repeat known: the message id, or 64 bits of the SHA-256 of the Idempotency-Key.';
COMMENT ON COLUMN statistics_events.user_id IS 'The member it is about, by whatever name the field has.';
COMMENT ON COLUMN statistics_events.number IS 'check_time in seconds; activity_type of a presence.';
COMMENT ON COLUMN statistics_events.started_at IS 'When a session began; null for events.';
COMMENT ON COLUMN statistics_events.text IS 'command, trigger_id, old_giveaway_id; name of a presence.';
COMMENT ON COLUMN statistics_events.details IS 'Details of a presence.';
COMMENT ON COLUMN statistics_events.state IS 'State of a presence.';
