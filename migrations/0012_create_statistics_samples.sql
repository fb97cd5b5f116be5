-- What the counters job notes of each guild, every time it runs.
CREATE TABLE statistics_samples (
    guild_id bigint NOT NULL,
    kind smallint NOT NULL,
    day date NOT NULL,
    occurred_at timestamptz NOT NULL,
    id bigint NOT NULL DEFAULT nextval('statistics_ids'),
    current_members integer,
    online_count integer,
    offline_count integer,
    dnd_count integer,
    PRIMARY KEY (guild_id, kind, day, occurred_at, id)
) PARTITION BY RANGE (day);

COMMENT ON TABLE statistics_samples IS
    'Samples of members/total (current_members) and activities/statuses (the others). Kept 31 days.';
COMMENT ON COLUMN statistics_samples.kind IS 'As in statistics_events.';
COMMENT ON COLUMN statistics_samples.day IS 'The UTC day of occurred_at: what the table is partitioned by.';
