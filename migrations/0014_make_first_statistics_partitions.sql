-- Today's and the next week's, so that events can be stored before the job has run; yesterday's, for
-- a database whose clock is set back a little.
SELECT make_statistics_partition(parent, day::date)
FROM unnest(ARRAY['statistics_events', 'statistics_samples']::regclass[]) AS parent,
    generate_series(
        (now() AT TIME ZONE 'UTC')::date - 1, (now() AT TIME ZONE 'UTC')::date + 7, '1 day') AS day;
