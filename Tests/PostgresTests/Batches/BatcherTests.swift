import EventLoop
import TestSupport
import Testing

@testable import Postgres

/// Statements of the tests of batches.
private enum BatchProbeSQL: String, SQL {
    case createEvents = """
        CREATE TABLE events (
            batch uuid NOT NULL,
            number bigint NOT NULL CHECK (number % 100 <> 13)
        )
        """
    case createBatches = "CREATE TABLE batches (batch uuid PRIMARY KEY)"
    case store = """
        WITH batch AS (
            INSERT INTO batches
            VALUES ($1)
            ON CONFLICT DO NOTHING
            RETURNING batch
        )
        INSERT INTO events
        SELECT batch, number
        FROM batch, unnest($2::bigint[]) AS number
        """
    case read = "SELECT number FROM events ORDER BY number"
}

@Suite struct BatcherTests {
    /// What a store of numbers did.
    @LoopActor
    private final class Store {
        let database: Database
        var batches: [Int] = []
        /// Taken from the front: a batch is stored, but its answer gets lost.
        var answersToLose = 0

        init(_ database: Database) async throws {
            self.database = database
            _ = try await database.run(BatchProbeSQL.createEvents, deadline: farDeadline)
            _ = try await database.run(BatchProbeSQL.createBatches, deadline: farDeadline)
        }

        func send(_ delivery: Delivery<Int64>) async throws(DatabaseError) -> [Int64] {
            batches.append(delivery.items.count)
            let values: [SQLValue] = [.uuid(delivery.id), .int8Array(delivery.items)]
            _ = try await database.run(BatchProbeSQL.store, values, deadline: delivery.deadline)
            if answersToLose > 0 {
                answersToLose -= 1
                throw .connectionLost(mayHaveRun: true)
            }
            return delivery.items.map { -$0 }
        }

        func stored() async throws -> [Int64] {
            try await database.run(BatchProbeSQL.read, deadline: farDeadline).map { $0.int64(0) }
        }
    }

    @Test func `each of many callers gets its own item's outcome`() async throws {
        try await withStartedDatabase { database in
            let store = try await Store(database)
            let batcher = Batcher(send: store.send)
            let outcomes = await concurrently(500) { index throws(DatabaseError) in
                try await batcher.add(Int64(index) * 100, size: 8, deadline: farDeadline)
            }
            #expect(try outcomes.map { try $0.get() } == (0..<500).map { Int64($0) * -100 })
            #expect(try await store.stored() == (0..<500).map { Int64($0) * 100 })
            #expect(store.batches == [500])
            #expect(batcher.held == 0)
        }
    }

    @Test func `what comes while a batch is on its way goes with the next`() async throws {
        try await withStartedDatabase { database in
            let store = try await Store(database)
            let batcher = Batcher(send: store.send)
            _ = await concurrently(10) { index throws(DatabaseError) in
                if index > 0 { await until { !store.batches.isEmpty } }
                return try await batcher.add(Int64(index), size: 8, deadline: farDeadline)
            }
            #expect(store.batches.first == 1)
            #expect(store.batches.reduce(0, +) == 10)
        }
    }

    @Test func `bad items fail alone, with the server's error`() async throws {
        try await withStartedDatabase { database in
            let store = try await Store(database)
            let batcher = Batcher(send: store.send)
            let outcomes = await concurrently(200) { index throws(DatabaseError) in
                try await batcher.add(Int64(index), size: 8, deadline: farDeadline)
            }
            for (index, outcome) in outcomes.enumerated() {
                let state = outcome.error?.sqlState
                #expect(state == ([13, 113].contains(index) ? SQLState(rawValue: "23514") : nil))
            }
            #expect(try await store.stored().count == 198)
        }
    }

    @Test func `a batch whose answer was lost is sent again and stands once`() async throws {
        try await withStartedDatabase { database in
            let store = try await Store(database)
            store.answersToLose = 2
            let batcher = Batcher(send: store.send)
            let outcomes = await concurrently(20) { index throws(DatabaseError) in
                try await batcher.add(Int64(index) * 100, size: 8, deadline: farDeadline)
            }
            #expect(outcomes.allSatisfy { $0.error == nil })
            #expect(try await store.stored().count == 20)
            #expect(store.batches == [20, 20, 20])
        }
    }

    @Test func `a full queue refuses at once, and callers are told at their deadlines`()
        async throws
    {
        try await onLoop {
            var limits = BatchLimits()
            limits.held = 2
            let never = Promise<Void>()
            let batcher = Batcher<Int64, Int64>(limits: limits) { _ in
                await never.value
                return []
            }
            let outcomes = await concurrently(3) { index throws(DatabaseError) in
                // Later ones expire earlier.
                let patience = Duration.milliseconds(60 - 20 * index)
                return try await batcher.add(0, size: 1, deadline: Instant.now() + patience)
            }
            // Whether the batch was on its way by then is the loop's affair; the machine's tests tell them apart.
            for outcome in outcomes.prefix(2) {
                let isTimedOut = if case .timedOut = outcome.error { true } else { false }
                #expect(isTimedOut)
            }
            #expect(outcomes[2].error == .overloaded)
            #expect(batcher.refused == 1)
        }
    }

    @Test func `without a database callers learn that nothing ran`() async throws {
        try await onLoop {
            let batcher = Batcher<Int64, Int64> { _ throws(DatabaseError) in throw .unavailable }
            let outcomes = await concurrently(3) { _ throws(DatabaseError) in
                try await batcher.add(0, size: 1, deadline: farDeadline)
            }
            #expect(outcomes.map(\.error) == [.unavailable, .unavailable, .unavailable])
        }
    }
}
