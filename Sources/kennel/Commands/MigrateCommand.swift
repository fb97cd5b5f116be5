import Postgres

/// `kennel migrate`: brings the database to this version's schema, or tells what that would take.
enum MigrateCommand {
    static func run(_ invocation: Invocation) throws {
        let context = try CommandContext(invocation)
        let migrator = try context.migrator()
        let database = try context.connect()
        if invocation.options["dry-run"] != nil {
            try list(migrator, database)
        } else {
            try migrate(migrator, database)
        }
    }

    private static func list(_ migrator: Migrator, _ database: SynchronousDatabase) throws {
        let pending = try migrator.pending(in: database)
        for migration in pending { Program.show("would apply \(migration.fileName)\n") }
        if pending.isEmpty { Program.show("nothing to apply\n") }
    }

    private static func migrate(_ migrator: Migrator, _ database: SynchronousDatabase) throws {
        var count = 0
        try migrator.migrate(database) { migration in
            count += 1
            Program.show("applied \(migration.fileName)\n")
        }
        if count == 0 { Program.show("nothing to apply\n") }
    }
}
