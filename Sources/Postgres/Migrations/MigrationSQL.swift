/// The migrator's own statements.
enum MigrationSQL: String, SQL {
    /// Waits for other migrators as long as it takes, and holds them off until the transaction ends.
    case lock = """
        SELECT set_config('lock_timeout', '0', TRUE),
            set_config('statement_timeout', '0', TRUE),
            pg_advisory_xact_lock(hashtextextended('kennel migrate', 0))
        """
    /// A migration that waits for a lock holds up every later statement on the table.
    case limitWaiting = "SELECT set_config('lock_timeout', '2s', TRUE)"
    case tableExists = "SELECT to_regclass('schema_migrations') IS NOT NULL"
    case createTable = """
        CREATE TABLE schema_migrations (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
        """
    case readApplied = """
        SELECT version, name, checksum
        FROM schema_migrations
        ORDER BY version
        """
    case countApplied = """
        SELECT count(*)
        FROM schema_migrations
        WHERE version = ANY ($1)
        """
    case record = """
        INSERT INTO schema_migrations (version, name, checksum)
        VALUES ($1, $2, $3)
        """
}
