-- Workers make and drop partitions, and shall need no right to change the schema: these functions run as their owner, the
-- role that migrates, and do nothing but this, to these two tables: a temporary table of the same name, whose defaults and indexes could
-- call a function of whoever made it, is refused. Dropping waits at most a second for the parent's
-- lock; without DETACH CONCURRENTLY, which no function may run, statements that come meanwhile wait as long.
CREATE OR REPLACE FUNCTION make_statistics_partition(parent regclass, for_day date) RETURNS boolean
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
AS $$
DECLARE
    place text;
    name text;
    partition text;
BEGIN
    SELECT n.nspname, c.relname INTO STRICT place, name
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = parent AND c.relkind = 'p' AND c.relpersistence = 'p'
        AND c.relname IN ('statistics_events', 'statistics_samples');
    name := name || to_char(for_day, '_YYYY_MM_DD');
    partition := format('%I.%I', place, name);
    PERFORM pg_advisory_xact_lock(hashtextextended('statistics partition ' || partition, 0));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL, CONSTRAINT its_day CHECK (day = %L))',
        partition, parent, for_day);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
        parent, partition, for_day, for_day + 1);
    RETURN true;
END
$$;

CREATE FUNCTION drop_statistics_partition(parent regclass, for_day date) RETURNS void
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '1s'
AS $$
DECLARE
    partition text;
BEGIN
    IF for_day >= (now() AT TIME ZONE 'UTC')::date - 31 THEN
        RAISE EXCEPTION 'the partition of % is kept for 31 days', for_day USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT format('%I.%I', n.nspname, c.relname || to_char(for_day, '_YYYY_MM_DD')) INTO STRICT partition
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = parent AND c.relkind = 'p' AND c.relpersistence = 'p'
        AND c.relname IN ('statistics_events', 'statistics_samples');
    -- Where an earlier version's DETACH CONCURRENTLY broke off.
    IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(partition) AND inhdetachpending) THEN
        EXECUTE format('ALTER TABLE %s DETACH PARTITION %s FINALIZE', parent, partition);
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %s', partition);
END
$$;

REVOKE ALL ON FUNCTION make_statistics_partition(regclass, date) FROM PUBLIC;
REVOKE ALL ON FUNCTION drop_statistics_partition(regclass, date) FROM PUBLIC;

COMMENT ON FUNCTION drop_statistics_partition(regclass, date) IS
    'Drops the partition of one UTC day that is more than 31 days ago; there may be none.';
