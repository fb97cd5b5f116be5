import Glibc
import Postgres
import Synchronization

/// Gives a test a database of its own on the shared server, with every migration applied, and drops it afterwards.
///
/// - Parameter body: gets the database's libpq URL.
package func withDatabase<Value>(
    _ body: (String) async throws -> Value
) async throws -> Value {
    let server = try TestPostgres.shared()
    let name = try await server.createDatabase()
    do {
        let value = try await body(server.url(database: name))
        try await server.dropDatabase(name)
        return value
    } catch {
        try? await server.dropDatabase(name)
        throw error
    }
}

/// As `withDatabase`, but the database is empty.
package func withEmptyDatabase<Value>(
    _ body: (String) async throws -> Value
) async throws -> Value {
    let server = try TestPostgres.shared()
    let name = try await server.createDatabase(isMigrated: false)
    do {
        let value = try await body(server.url(database: name))
        try await server.dropDatabase(name)
        return value
    } catch {
        try? await server.dropDatabase(name)
        throw error
    }
}

extension TestPostgres {
    /// The repository's migrations.
    package static let migrationsFolder: String = {
        let thisFile = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return thisFile.dropLast(3).joined(separator: "/") + "/migrations"
    }()

    /// Creates a database and returns its name: a copy of a migrated one, or an empty one.
    @concurrent
    package func createDatabase(isMigrated: Bool = true) async throws -> String {
        let name = Self.newName()
        let template = isMigrated ? try self.template() : "template0"
        try SynchronousDatabase(url: url())
            .execute(script: "CREATE DATABASE \(name) TEMPLATE \(template)")
        return name
    }

    /// Drops a database, ending its sessions.
    @concurrent
    package func dropDatabase(_ name: String) async throws {
        try drop(name)
    }

    private func drop(_ name: String) throws {
        try SynchronousDatabase(url: url())
            .execute(script: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }

    /// The template that others are copied from, created on first use.
    private func template() throws -> String {
        try madeTemplate.withLock { made in
            if let made { return made }
            let name = Self.newName()
            try SynchronousDatabase(url: url()).execute(script: "CREATE DATABASE \(name)")
            let database = try SynchronousDatabase(url: url(database: name))
            try Migrator(folder: Self.migrationsFolder).migrate(database)
            made = name
            return name
        }
    }

    /// Leaves nothing on a server that outlives the test process.
    func dropTemplate() {
        madeTemplate.withLock { made in
            if let made { try? drop(made) }
        }
    }

    /// Names that no other test process uses.
    private static func newName() -> String {
        "kennel_test_\(getpid())_\(UInt64.random(in: .min ... .max))"
    }
}
