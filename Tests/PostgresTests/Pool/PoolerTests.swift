import EventLoop
import TestSupport
import Testing

@testable import Postgres

/// With a real pgbouncer in transaction mode before the server.
@Suite(.enabled(if: Pooler.isInstalled, "pgbouncer isn't installed"))
struct PoolerTests {
    private func withPooler<Value: Sendable>(
        _ body: @escaping @LoopActor (Database) async throws -> Value
    ) async throws -> Value {
        try await withEmptyDatabase { url in
            let pooler = try Pooler(before: url)
            defer { pooler.stop() }
            var configuration = DatabaseConfiguration(shared: 2, hasPooler: true)
            configuration.url = pooler.url
            configuration.directURL = url
            return try await onStarted(configuration, body)
        }
    }

    @Test func `statements, errors between them and transactions work through a pooler`()
        async throws
    {
        try await withPooler { database in
            await until { database.isReachable }
            _ = try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            let results = await concurrently(100) { index throws(DatabaseError) in
                try await database.run(
                    ProbeSQL.divide, [.int8(index % 5 == 0 ? 0 : 1)], deadline: farDeadline)[0]
                    .int(0)
            }
            for (index, result) in results.enumerated() {
                if index % 5 == 0 {
                    #expect(result.error?.sqlState?.rawValue == "22012")
                } else {
                    #expect(result == .success(1))
                }
            }
            try await database.transaction(deadline: farDeadline) { transaction in
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                let inside = try await transaction.run(ProbeSQL.countThings)
                #expect(inside[0].int(0) == 1)
            }
            let together = try await database.runTogether(
                [
                    BoundStatement(ProbeSQL.insertThing, [.int8(2)]),
                    BoundStatement(ProbeSQL.countThings),
                ], deadline: farDeadline)
            #expect(together[0].int(0) == 2)
        }
    }
}
