import EventLoop
import Glibc
import Postgres
import TestSupport
import Testing

/// Servers that are away, frozen or silent.
@Suite struct OutageTests {
    private func started(
        _ url: String, attemptLimit: Duration = .milliseconds(500)
    ) async throws -> Database {
        try await onLoop {
            var configuration = DatabaseConfiguration(url: url)
            configuration.sharedConnections = 2
            configuration.attemptLimit = attemptLimit
            let database = try Database(configuration: configuration)
            database.start()
            return database
        }
    }

    /// Runs statements until one succeeds.
    private func recovers(_ database: Database) async throws {
        try await onLoop {
            while true {
                do throws(DatabaseError) {
                    _ = try await database.run(ProbeSQL.backend, deadline: farDeadline)
                    return
                } catch {
                    await sleep(for: .milliseconds(10))
                }
            }
        }
    }

    private func failure(
        _ database: Database, within limit: Duration = .seconds(2)
    ) async throws -> (error: DatabaseError?, took: Duration) {
        try await onLoop {
            let start = Instant.now()
            do throws(DatabaseError) {
                _ = try await database.run(ProbeSQL.backend, deadline: start + limit)
                return (nil, Instant.now() - start)
            } catch {
                return (error, Instant.now() - start)
            }
        }
    }

    @Test
    func `without a server statements fail fast, and work once it comes, goes and comes again`()
        async throws
    {
        let server = try TestPostgres()
        try server.stop()
        let database = try await started(server.url())
        #expect(try await failure(database).error == .unavailable)
        let second = try await failure(database, within: .seconds(300))
        #expect(second.error == .unavailable)
        #expect(second.took < .seconds(60))
        #expect(try await onLoop { database.isReachable } == false)
        try server.start()
        try await recovers(database)
        try server.crash()
        #expect(try await failure(database).error != nil)
        try server.start()
        try await recovers(database)
        try await onLoop {
            #expect(database.isReachable)
            #expect(database.failedConnects > 0)
            database.stop()
        }
    }

    @Test func `a frozen server's statements fail at their deadline, then at once, until it thaws`()
        async throws
    {
        let server = try TestPostgres()
        let database = try await started(server.url())
        try await recovers(database)
        try server.freeze()
        for _ in 0..<2 {
            let outcome = try await failure(database, within: .milliseconds(600))
            #expect(outcome.error != nil)
            #expect(outcome.took < .seconds(60))
        }
        try await onLoop {
            await until { !database.isReachable }
        }
        let outcome = try await failure(database, within: .seconds(300))
        #expect(outcome.error == .unavailable)
        #expect(outcome.took < .seconds(60))
        try server.thaw()
        try await recovers(database)
        try await onLoop { database.stop() }
    }

    @Test(arguments: [
        (Duration.seconds(300), DatabaseError.timedOut(mayHaveRun: false)),
        (Duration.milliseconds(50), DatabaseError.unavailable),
    ])
    func `a server that accepts and says nothing is waited for until the deadline at most`(
        attemptLimit: Duration, error: DatabaseError
    ) async throws {
        let silent = try SilentServer()
        let database = try await started(
            "postgres://u@127.0.0.1:\(silent.port)/x?sslmode=disable", attemptLimit: attemptLimit)
        let outcome = try await failure(database, within: .seconds(1))
        #expect(outcome.error == error)
        #expect(outcome.took < .seconds(60))
        try await onLoop { database.stop() }
    }

    @Test func `after stop statements are refused`() async throws {
        try await withStartedDatabase { database in
            _ = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            database.stop()
            await #expect(throws: DatabaseError.unavailable) {
                try await database.run(ProbeSQL.backend, deadline: farDeadline)
            }
        }
    }
}
