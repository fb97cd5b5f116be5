import Postgres

/// What a test of plans has the database do.
enum PlanSQL {
    /// Constraints would only stand in the way of rows that are made up; uniqueness stays.
    static let dropConstraints = """
        DO $do$
        DECLARE
            place record;
        BEGIN
            FOR place IN
                SELECT conrelid::regclass AS name, conname
                FROM pg_constraint
                WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace AND coninhcount = 0
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', place.name, place.conname);
            END LOOP;
        END
        $do$;
        -- Numbers a single row, of which there are more here.
        DROP FUNCTION note_module_change() CASCADE
        """

    /// Puts so many rows into every table that grows: a thousand guilds, or one row a guild.
    static func fill(rows: Int) -> String {
        """
        DO $do$
        DECLARE
            place record;
            field record;
            names text;
            samples text;
        BEGIN
            FOR place IN
                SELECT oid, relname
                FROM pg_class
                WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
                    AND relname NOT IN ('schema_migrations', 'service_tokens', 'service_token_budgets',
                        'discord_budget', 'cluster_runs', 'caller_budgets')
            LOOP
                names := '';
                samples := '';
                FOR field IN
                    SELECT attname, atttypid::regtype::text AS type, EXISTS (
                        SELECT FROM pg_index
                        WHERE indrelid = place.oid AND indisunique AND indnkeyatts = 1 AND indkey[0] = attnum
                    ) AS is_key
                    FROM pg_attribute
                    WHERE attrelid = place.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                        AND attidentity <> 'a'
                LOOP
                    names := names || ',' || quote_ident(field.attname);
                    samples := samples || ',' || CASE
                        WHEN field.attname = 'guild_id' AND NOT field.is_key THEN 'n % 1000 + 1'
                        WHEN field.attname = 'shard' THEN 'n % 32'
                        WHEN field.type = 'smallint' THEN 'n % 5'
                        WHEN field.type IN ('bigint', 'integer', 'double precision') THEN 'n'
                        WHEN field.type = 'boolean' THEN 'n % 2 = 0'
                        WHEN field.type = 'text' THEN $$'x' || n$$
                        WHEN field.type = 'date' THEN 'current_date + (n % 3)::int'
                        WHEN field.type LIKE 'timestamp%' THEN $$now() + n % 3 * interval '1 day' - n * interval '1 us'$$
                        WHEN field.type = 'bytea' THEN $$decode(md5(n::text), 'hex')$$
                        WHEN field.type = 'uuid' THEN 'md5(n::text)::uuid'
                        WHEN field.type LIKE '%[]' THEN $$'{1}'::$$ || field.type
                        ELSE 'NULL'
                    END;
                END LOOP;
                EXECUTE format(
                    'INSERT INTO %I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM generate_series(1, \(rows)) n ON CONFLICT DO NOTHING',
                    place.relname, substr(names, 2), substr(samples, 2));
            END LOOP;
        END
        $do$;
        """
    }

    /// A function that runs a prepared statement with values of guild 500, takes everything back, and tells what it read.
    static let reading = """
        CREATE FUNCTION reading(probe text, OUT pages bigint, OUT scanned text, OUT failure text)
        LANGUAGE plpgsql AS $do$
        DECLARE
            probe_values text;
            plan jsonb;
        BEGIN
            SELECT '(' || string_agg(CASE
                WHEN type = 'bigint[]' THEN $$'{500}'$$ WHEN type LIKE '%[]' THEN $$'{}'$$
                WHEN type LIKE 'bigint%' THEN '500' WHEN type LIKE 'integer%' THEN '10'
                WHEN type LIKE 'smallint%' THEN '1' WHEN type LIKE 'double%' THEN '1'
                WHEN type LIKE 'text%' THEN $$'x500'$$ WHEN type LIKE 'boolean%' THEN 'true'
                WHEN type LIKE 'timestamp%' THEN 'now()' WHEN type LIKE 'date%' THEN 'current_date'
                WHEN type LIKE 'bytea%' THEN $$'\\x00'::bytea$$
                WHEN type LIKE 'uuid%' THEN $$md5('500')::uuid$$ WHEN type LIKE 'interval%' THEN $$interval '1 day'$$
                ELSE 'NULL'
            END, ',' ORDER BY place) || ')' INTO probe_values
            FROM (
                SELECT place, type
                FROM pg_prepared_statements, unnest(parameter_types::text[]) WITH ORDINALITY AS t (type, place)
                WHERE name = probe
            ) AS types;
            BEGIN
                EXECUTE 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ' || probe || coalesce(probe_values, '') INTO plan;
                RAISE EXCEPTION SQLSTATE 'ZZ001';
            EXCEPTION
                WHEN SQLSTATE 'ZZ001' THEN NULL;
                WHEN OTHERS THEN
                    failure := SQLERRM;
            END;
            IF plan IS NULL THEN
                EXECUTE 'EXPLAIN (FORMAT JSON) EXECUTE ' || probe || coalesce(probe_values, '') INTO plan;
            END IF;
            pages := coalesce((plan #>> '{0,Plan,Shared Hit Blocks}')::int8, 0)
                + coalesce((plan #>> '{0,Plan,Shared Read Blocks}')::int8, 0);
            SELECT string_agg(DISTINCT name #>> '{}', ', ') INTO scanned
            FROM jsonb_path_query(plan, '$.** ? (@."Node Type" == "Seq Scan")."Relation Name"') AS name
            JOIN pg_class ON relname = name #>> '{}' AND relnamespace = 'public'::regnamespace
            WHERE pg_relation_size(pg_class.oid) >= 1000000;
        END
        $do$;
        """
}
