import Postgres

/// `kennel migrate`: brings the database to this version's schema, or lists what would be applied.
enum MigrateCommand {
    static func run(_ invocation: Invocation) throws {
        let role = try invocation.options["role"].map { name throws(UsageError) in
            try RuntimeRole(name)
        }
        let context = try CommandContext(invocation)
        let migrator = try context.migrator()
        let database = try context.connect()
        if invocation.options["dry-run"] != nil || invocation.options["check"] != nil {
            let isMigrated = try list(migrator, database)
            guard isMigrated || invocation.options["check"] == nil else {
                throw CommandFailure(message: "The database isn't migrated: run `kennel migrate`.")
            }
        } else {
            try migrate(migrator, database)
            if let role { try grant(role, database) }
        }
    }

    private static func grant(_ role: RuntimeRole, _ database: SynchronousDatabase) throws {
        let isNew = try role.grant(on: database)
        Program.show(
            isNew
                ? "made the role \(role.name), which may serve; it has no password yet\n"
                : "\(role.name) may serve\n")
    }

    /// - Returns: whether nothing is missing.
    private static func list(
        _ migrator: Migrator, _ database: SynchronousDatabase
    ) throws -> Bool {
        let pending = try migrator.pending(in: database)
        for migration in pending { Program.show("would apply \(migration.fileName)\n") }
        if pending.isEmpty { try tellThatNothingIsLeft(migrator, database) }
        return pending.isEmpty
    }

    /// Migrations of a newer release are no error: an old host that restarts meanwhile, or is rolled back, still serves.
    private static func tellThatNothingIsLeft(
        _ migrator: Migrator, _ database: SynchronousDatabase
    ) throws {
        let newer = try migrator.newer(in: database)
        guard let last = newer.last else { return Program.show("nothing to apply\n") }
        Program.show(
            "nothing to apply; a newer release has applied \(newer.count) more, up to \(last)\n")
    }

    private static func migrate(_ migrator: Migrator, _ database: SynchronousDatabase) throws {
        var count = 0
        try migrator.migrate(database) { migration in
            count += 1
            Program.show("applied \(migration.fileName)\n")
        }
        if count == 0 { try tellThatNothingIsLeft(migrator, database) }
    }
}
