import EventLoop
import Glibc

/// Brings a database to the state that migrations describe.
///
/// Each file runs in a transaction of its own, under an advisory lock that ends with it, so that any number of hosts
/// may migrate at once, a pooler between or not: each file is applied once, by one of them.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    /// Takes files by name and text, in order.
    package init(files: [(name: String, script: String)]) throws(MigrationError) {
        var migrations: [Migration] = []
        for (name, script) in files {
            let migration = try Migration(fileName: name, script: script)
            if let last = migrations.last, last.version == migration.version {
                throw .doubledVersion(last.fileName, name)
            }
            migrations.append(migration)
        }
        self.migrations = migrations
    }

    /// Reads a folder; blocks, so at start-up or on the command line only.
    package init(folder: String) throws(MigrationError) {
        try self.init(files: MigrationFolder.read(folder))
    }

    /// The number of the newest migration.
    package var expectedVersion: Int32 { migrations.last?.version ?? 0 }

    /// What `migrate` would apply now, in order; changes nothing.
    package func pending(
        in database: SynchronousDatabase
    ) throws(MigrationError) -> [Migration] {
        try readPlan(database).pending
    }

    /// Files that a newer release has applied to the database, in order. They are made to be safe beside this release.
    package func newer(in database: SynchronousDatabase) throws(MigrationError) -> [String] {
        try readPlan(database).newer
    }

    private func readPlan(
        _ database: SynchronousDatabase
    ) throws(MigrationError) -> MigrationPlan {
        try wrapped { () throws(DatabaseError) in try database.begin() }
        defer { database.rollBack() }
        return try plan(for: database)
    }

    /// Applies what is missing, telling each file after its commit.
    package func migrate(
        _ database: SynchronousDatabase, report: (Migration) -> Void = { _ in }
    ) throws(MigrationError) {
        while let applied = try applyNextPatiently(database) { report(applied) }
    }

    /// Whether a running database has all of these migrations; it may have newer ones, for the next release's
    /// migrations are applied while this one still runs.
    @LoopActor
    package func isMigrated(
        _ database: Database, deadline: Instant
    ) async throws(DatabaseError) -> Bool {
        try await pendingCount(in: database, deadline: deadline) == 0
    }

    /// How many of these migrations a running database lacks.
    @LoopActor
    package func pendingCount(
        in database: Database, deadline: Instant
    ) async throws(DatabaseError) -> Int {
        do throws(DatabaseError) {
            let versions = SQLValue.int4Array(migrations.map(\.version))
            let rows = try await database.run(
                MigrationSQL.countApplied, [versions], deadline: deadline)
            return migrations.count - Int(rows.first?.int64(0) ?? 0)
        } catch {
            if error.sqlState == .undefinedTable { return migrations.count }
            throw error
        }
    }
}

extension Migrator {
    /// A migration that waits for a lock holds up every later statement on that table, so it gives up its place in
    /// the queue after two seconds, this often.
    private static let attempts = 30

    private func applyNextPatiently(
        _ database: SynchronousDatabase
    ) throws(MigrationError) -> Migration? {
        for _ in 1..<Self.attempts {
            do throws(MigrationError) {
                return try applyNext(database)
            } catch  where error.isWorthAnotherAttempt {
                usleep(UInt32.random(in: 100_000...500_000))
            }
        }
        return try applyNext(database)
    }

    /// Applies the first missing file; nil where none is.
    private func applyNext(_ database: SynchronousDatabase) throws(MigrationError) -> Migration? {
        try wrapped { () throws(DatabaseError) in
            try database.begin()
            try database.run(MigrationSQL.lock)
        }
        do throws(MigrationError) {
            guard let next = try plan(for: database).pending.first else {
                database.rollBack()
                return nil
            }
            try apply(next, to: database)
            return next
        } catch {
            database.rollBack()
            throw error
        }
    }

    private func apply(
        _ migration: Migration, to database: SynchronousDatabase
    ) throws(MigrationError) {
        do throws(DatabaseError) {
            try database.run(MigrationSQL.limitWaiting)
            try database.execute(script: migration.script)
        } catch {
            throw .failed(migration.fileName, error)
        }
        guard database.isInTransaction else { throw .leftTransaction(migration.fileName) }
        try wrapped { () throws(DatabaseError) in
            if try !tableExists(in: database) { try database.run(MigrationSQL.createTable) }
            let version = SQLValue.int4(migration.version)
            try database.run(
                MigrationSQL.record,
                [version, .text(migration.name), .text(migration.checksum)])
            try database.commit()
        }
    }

    private func plan(for database: SynchronousDatabase) throws(MigrationError) -> MigrationPlan {
        let applied = try wrapped { () throws(DatabaseError) in
            guard try tableExists(in: database) else { return [AppliedMigration]() }
            return try database.run(MigrationSQL.readApplied).map { row in
                AppliedMigration(
                    version: row.int32(0), name: row.string(1), checksum: row.string(2))
            }
        }
        return try MigrationPlan(files: migrations, applied: applied)
    }

    private func tableExists(in database: SynchronousDatabase) throws(DatabaseError) -> Bool {
        try database.run(MigrationSQL.tableExists).first?.bool(0) == true
    }

    private func wrapped<Value>(
        _ body: () throws(DatabaseError) -> Value
    ) throws(MigrationError) -> Value {
        do throws(DatabaseError) {
            return try body()
        } catch {
            throw .database(error)
        }
    }
}
