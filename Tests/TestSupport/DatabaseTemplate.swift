import Glibc
import Postgres

/// A migrated database that tests get copies of, and what makes a used copy like a new one.
struct DatabaseTemplate: Sendable {
    let name: String
    /// What `TemplateSQL.fingerprint` says of an unchanged copy.
    private let fingerprint: String
    /// The script that brings back the rows and sequences that the migrations made.
    private let seed: String

    init(on server: TestPostgres) throws {
        name = Self.newName()
        try server.admin.use { [name] in try $0.execute(script: "CREATE DATABASE \(name)") }
        let database = try SynchronousDatabase(url: server.url(database: name))
        try Migrator(folder: TestPostgres.migrationsFolder).migrate(database)
        fingerprint = try Self.text(database, .fingerprint)
        try database.execute(script: TemplateSQL.makeRowsOf.rawValue)
        seed = try Self.text(database, .seed)
    }

    /// Takes out of a copy what a test put into it.
    ///
    /// The database also gets a new name: what the test left running, a worker that connects again, finds no database
    /// instead of another test's.
    ///
    /// - Returns: its new name; nil if it isn't a copy any more: the test changed its schema or its settings.
    func clean(_ used: String, of server: TestPostgres) throws -> String? {
        let name = Self.newName()
        let isCopy = try server.admin.use { admin in
            guard try admin.run(TemplateSQL.endSessions, [.text(used)]).first?.int(0) == 1 else {
                return false
            }
            // Fails as long as anybody is connected.
            try admin.execute(script: "ALTER DATABASE \(used) RENAME TO \(name)")
            return true
        }
        guard isCopy else { return nil }
        do {
            let database = try SynchronousDatabase(url: server.url(database: name))
            if try Self.text(database, .fingerprint) == fingerprint {
                try database.execute(script: TemplateSQL.truncate.rawValue)
                try database.execute(script: seed)
                return name
            }
        } catch {}
        try server.drop(name)
        return nil
    }

    /// Names no other test process takes.
    static func newName() -> String {
        "kennel_test_\(getpid())_\(UInt64.random(in: .min ... .max))"
    }

    private static func text(
        _ database: SynchronousDatabase, _ statement: TemplateSQL
    ) throws -> String {
        try database.run(statement).first?.string(0) ?? ""
    }
}

/// What `DatabaseTemplate` asks.
private enum TemplateSQL: String, SQL {
    /// Ends all sessions of a database and says 1 if the database has no settings of its own.
    case endSessions = """
        WITH ended AS (
            SELECT count(pg_terminate_backend(pid, 5000)) AS sessions
            FROM pg_stat_activity
            WHERE datname = $1::text
        )
        SELECT count(*)
        FROM ended, pg_database AS d
        WHERE ended.sessions >= 0 AND d.datname = $1::text
            AND d.datconnlimit = -1 AND d.datacl IS NULL
            AND NOT EXISTS (SELECT FROM pg_db_role_setting WHERE setdatabase = d.oid)
        """
    /// What any DDL changes: it writes rows of the catalogs anew, or removes some. Those of pg_class change with TRUNCATE too.
    case fingerprint = """
        SELECT string_agg(concat_ws(' ', total, latest), ',' ORDER BY kind)
        FROM (
            SELECT 1, count(*), sum(hashtext(concat_ws(
                ' ', oid, relname, relkind, relowner, relacl, reloptions, relpersistence)))
            FROM pg_class WHERE oid >= 16384
            UNION ALL
            SELECT 2, count(*), max(xmin::text::int8) FROM pg_attribute WHERE attrelid >= 16384
            UNION ALL SELECT 3, count(*), max(xmin::text::int8) FROM pg_proc WHERE oid >= 16384
            UNION ALL
            SELECT 4, count(*), max(xmin::text::int8) FROM pg_constraint WHERE oid >= 16384
            UNION ALL SELECT 5, count(*), max(xmin::text::int8) FROM pg_trigger WHERE oid >= 16384
            UNION ALL
            SELECT 6, count(*), max(xmin::text::int8) FROM pg_index WHERE indexrelid >= 16384
            UNION ALL SELECT 7, count(*), max(xmin::text::int8) FROM pg_namespace
            UNION ALL SELECT 8, count(*), max(xmin::text::int8) FROM pg_default_acl
            -- With statistics of many rows a plan may differ from that of a new database.
            UNION ALL SELECT 9, count(*), NULL FROM pg_statistic WHERE starelid >= 16384
        ) AS catalogs (kind, total, latest)
        """
    /// A table that nobody wrote to since it was made has no pages. Not DELETE: what it leaves slows down the next tests.
    case truncate = """
        DO $do$
        DECLARE
            used text;
        BEGIN
            SELECT string_agg(oid::regclass::text, ', ') INTO used
            FROM pg_class
            WHERE oid >= 16384 AND relkind = 'r' AND pg_relation_size(oid) > 0;
            IF used IS NOT NULL THEN
                EXECUTE 'TRUNCATE ' || used || ' RESTART IDENTITY CASCADE';
            END IF;
        END
        $do$
        """
    case makeRowsOf = """
        CREATE FUNCTION pg_temp.rows_of(regclass) RETURNS text LANGUAGE plpgsql AS $function$
        DECLARE
            found text;
        BEGIN
            EXECUTE 'SELECT json_agg(t)::text FROM ' || $1 || ' AS t' INTO found;
            RETURN found;
        END
        $function$
        """
    /// Writes the script of `seed`: triggers would add rows of their own.
    case seed = """
        SELECT 'SET session_replication_role = replica;' || string_agg(line, '')
        FROM (
            SELECT format(
                'INSERT INTO %s OVERRIDING SYSTEM VALUE
                SELECT * FROM json_populate_recordset(NULL::%1$s, %L);',
                c.oid::regclass, pg_temp.rows_of(c.oid))
            FROM pg_class AS c
            WHERE c.oid >= 16384 AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
            UNION ALL
            SELECT format('SELECT setval(%L, %s);',
                format('%I.%I', schemaname, sequencename), last_value)
            FROM pg_sequences
            WHERE last_value IS NOT NULL
        ) AS lines (line)
        """
}
