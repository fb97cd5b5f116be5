-- A partition is made as a plain table and attached, which doesn't wait for, nor hold up, readers and
-- writers of the parent; the CHECK spares ATTACH the scan. Safe to call twice, and twice at once.
CREATE FUNCTION make_statistics_partition(parent regclass, for_day date) RETURNS boolean
LANGUAGE plpgsql
SET lock_timeout = '1s'
AS $$
DECLARE
    partition text := format('%s_%s', parent, to_char(for_day, 'YYYY_MM_DD'));
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('statistics partition ' || partition, 0));
    IF to_regclass(partition) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL, CONSTRAINT its_day CHECK (day = %L))',
        partition, parent, for_day);
    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        parent, partition, for_day, for_day + 1);
    RETURN true;
END
$$;

COMMENT ON FUNCTION make_statistics_partition(regclass, date) IS
    'Makes and attaches the partition of one UTC day, named parent_YYYY_MM_DD; false: it is there already.';
