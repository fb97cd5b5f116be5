import EventLoop
import Postgres
import TestSupport
import Testing

@Suite struct TransactionTests {
    private struct Refused: Error {}

    @LoopActor
    private func expectThings(
        _ count: Int, in database: Database, at location: SourceLocation = #_sourceLocation
    ) async throws {
        let rows = try await database.run(ProbeSQL.countThings, deadline: farDeadline)
        #expect(rows[0].int(0) == count, sourceLocation: location)
    }

    private func withThings(
        _ body: @escaping @LoopActor (Database) async throws -> Void
    ) async throws {
        try await withStartedDatabase(.init(exclusive: 2)) { database in
            _ = try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            try await body(database)
        }
    }

    @Test func `a transaction's statements stand when its body returns`() async throws {
        try await withThings { database in
            let value = try await database.transaction(deadline: farDeadline) { transaction in
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                try await expectThings(0, in: database)
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(2)])
                return "done"
            }
            #expect(value == "done")
            try await expectThings(2, in: database)
        }
    }

    @Test func `a transaction whose body throws leaves nothing behind`() async throws {
        try await withThings { database in
            await #expect(throws: Refused.self) {
                try await database.transaction(deadline: farDeadline) { transaction in
                    _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                    throw Refused()
                }
            }
            try await expectThings(0, in: database)
            try await database.transaction(deadline: farDeadline) { transaction in
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
            }
            try await expectThings(1, in: database)
        }
    }

    @Test func `a failed statement can't be swallowed: the commit fails`() async throws {
        try await withThings { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction(deadline: farDeadline) { transaction in
                    _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                    _ = try? await transaction.run(ProbeSQL.divide, [.int8(0)])
                }
            }
            #expect(error?.sqlState == .inFailedTransaction)
            try await expectThings(0, in: database)
        }
    }

    @Test func `a constraint checked at the commit fails the transaction`() async throws {
        try await withThings { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction(deadline: farDeadline) { transaction in
                    for _ in 0..<2 {
                        _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                    }
                }
            }
            #expect(error?.sqlState == .uniqueViolation)
            try await expectThings(0, in: database)
        }
    }

    @Test func `transactions beyond the limit wait for their turn`() async throws {
        try await withThings { database in
            let results = await concurrently(20) { index throws(DatabaseError) in
                do {
                    try await database.transaction(deadline: farDeadline) { transaction in
                        _ = try await transaction.run(ProbeSQL.insertThing, [.int8(Int64(index))])
                    }
                } catch {
                    throw error as? DatabaseError ?? .unavailable
                }
            }
            #expect(results.allSatisfy { $0.error == nil })
            try await expectThings(20, in: database)
            // Four are shared.
            #expect(database.openConnections <= 6)
        }
    }

    @Test func `a session lost before the commit is known to have done nothing`() async throws {
        try await withThings { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction(deadline: farDeadline) { transaction in
                    _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                    let own = try await transaction.run(ProbeSQL.backend)
                    _ = try await database.run(
                        ProbeSQL.terminate, [.int4(own[0].int32(0))], deadline: farDeadline)
                    _ = try await transaction.run(ProbeSQL.insertThing, [.int8(2)])
                }
            }
            #expect(error == .connectionLost(mayHaveRun: false))
            try await expectThings(0, in: database)
            try await database.transaction(deadline: farDeadline) { transaction in
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
            }
            try await expectThings(1, in: database)
        }
    }

    @Test func `who waits past the deadline for a connection is told so`() async throws {
        try await withStartedDatabase(.init(exclusive: 1)) { database in
            try await database.transaction(deadline: farDeadline) { _ in
                let error = await #expect(throws: DatabaseError.self) {
                    let soon = Instant.now() + .milliseconds(200)
                    try await database.transaction(deadline: soon) { _ in }
                }
                #expect(error == .timedOut(mayHaveRun: false))
            }
        }
    }
}
