import Postgres

/// The database role for `serve`: it reads and writes rows, and can't change the schema.
///
/// `kennel migrate --role NAME` grants it what serving needs. An attacker with a worker's connection can't drop a
/// table, or leave a function behind that the owner would run.
struct RuntimeRole {
    let name: String

    /// - Throws: `UsageError` for a name that would have to be quoted everywhere else too.
    init(_ name: String) throws(UsageError) {
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isPlain, (1...63).contains(name.utf8.count), name.first?.isNumber == false else {
            throw UsageError(
                message: "'\(name)' is no name for a role: small letters, digits and _, at most 63."
            )
        }
        self.name = name
    }

    /// Creates the role if it doesn't exist, and grants its rights; existing grants stay.
    /// - Returns: whether the role is new and has no password yet.
    func grant(on database: SynchronousDatabase) throws -> Bool {
        let isNew = try database.run(RoleSQL.state, [.text(name)]).isEmpty
        if isNew { try database.execute(script: "CREATE ROLE \(name) LOGIN") }
        try database.execute(script: script)
        guard let row = try database.run(RoleSQL.state, [.text(name)]).first else { return isNew }
        guard !row.bool(0) else {
            throw CommandFailure(
                message:
                    "\(name) is a superuser, owns the tables or may create some: it could change "
                    + "the schema. Take another role, or take these rights from it.")
        }
        return isNew
    }

    private var script: String {
        """
        DO $do$
        DECLARE
            place text := quote_ident(current_schema());
        BEGIN
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO \(name)', current_database());
            EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
            EXECUTE format('REVOKE CREATE ON SCHEMA %s FROM PUBLIC', place);
            EXECUTE format('GRANT USAGE ON SCHEMA %s TO \(name)', place);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO \(name)', place);
            EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %s TO \(name)', place);
            EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA %s TO \(name)', place);
            EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %s
                GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO \(name)', place);
            EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %s
                GRANT USAGE, SELECT ON SEQUENCES TO \(name)', place);
            EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %s
                GRANT EXECUTE ON FUNCTIONS TO \(name)', place);
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s.schema_migrations FROM \(name)', place);
        END
        $do$
        """
    }
}

/// Statements about roles.
enum RoleSQL: String, SQL {
    /// Whether the role could change the schema. `$1` name; no row: there is no such role.
    case state = """
        SELECT rolsuper OR has_schema_privilege(oid, current_schema(), 'CREATE') OR EXISTS (
            SELECT FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND pg_has_role(r.oid, relowner, 'MEMBER'))
        FROM pg_roles r
        WHERE rolname = $1
        """

    /// The role of this connection, and whether it could change the schema.
    case own = """
        SELECT rolname::text, rolsuper OR has_schema_privilege(oid, current_schema(), 'CREATE') OR EXISTS (
            SELECT FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND pg_has_role(r.oid, relowner, 'MEMBER'))
        FROM pg_roles r
        WHERE rolname = current_user
        """
}
