import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@Suite struct DatabaseTests {
    @Test func `many requests' statements share few connections`() async throws {
        try await withStartedDatabase(.init(shared: 3)) { database in
            _ = try await database.run(ProbeSQL.echo, [.int8(0)], deadline: farDeadline)
            let results = await concurrently(500) { index throws(DatabaseError) in
                try await database.run(ProbeSQL.echo, [.int8(Int64(index))], deadline: farDeadline)[
                    0
                ].int(0)
            }
            #expect(results == (0..<500).map { .success($0) })
            #expect(database.isReachable)
            #expect(database.openConnections <= 3)
            #expect(database.statements.count == 501)
            #expect(database.inFlight == 0)
        }
    }

    @Test func `sessions have the limits of requests`() async throws {
        try await withStartedDatabase { database in
            let settings = [
                "statement_timeout": "3s", "lock_timeout": "1s",
                "client_connection_check_interval": "2s", "TimeZone": "UTC",
                "client_encoding": "UTF8", "application_name": "kennel",
            ]
            for (name, value) in settings {
                let rows = try await database.run(
                    ProbeSQL.setting, [.text(name)], deadline: farDeadline)
                #expect(rows[0].string(0) == value, "\(name)")
            }
        }
    }

    @Test func `with a pooler nothing is prepared and no option is set`() async throws {
        try await withStartedDatabase(.init(shared: 1, hasPooler: true)) { database in
            let results = await concurrently(10) { index throws(DatabaseError) in
                try await database.run(ProbeSQL.echo, [.int8(Int64(index))], deadline: farDeadline)[
                    0
                ].int(0)
            }
            #expect(results == (0..<10).map { .success($0) })
            let count = try await database.run(ProbeSQL.preparedCount, deadline: farDeadline)
            #expect(count[0].int(0) == 0)
            let limit = try await database.run(
                ProbeSQL.setting, [.text("statement_timeout")], deadline: farDeadline)
            #expect(limit[0].string(0) == "0")
        }
    }

    @Test func `a migration that changes a statement's columns is not noticed by its users`()
        async throws
    {
        try await withStartedDatabase(.init(shared: 1)) { database in
            _ = try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            let narrow = try await database.run(ProbeSQL.everything, deadline: farDeadline)
            #expect(narrow.columnCount == 1)
            _ = try await database.run(ProbeSQL.widenThings, deadline: farDeadline)
            let wide = try await database.run(ProbeSQL.everything, deadline: farDeadline)
            #expect(wide.columnCount == 2)
        }
    }

    @Test func `what somebody deallocated is prepared again`() async throws {
        try await withStartedDatabase(.init(shared: 1)) { database in
            for _ in 0..<2 {
                let rows = try await database.run(
                    ProbeSQL.echo, [.int8(5)], deadline: farDeadline)
                #expect(rows[0].int64(0) == 5)
                _ = try await database.run(ProbeSQL.deallocateAll, deadline: farDeadline)
            }
        }
    }

    @Test func `a session that ends is replaced, and its statements are prepared again`()
        async throws
    {
        try await withStartedDatabase(.init(shared: 1)) { database in
            let first = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            let killing = await concurrently(1) { _ throws(DatabaseError) in
                try await database.run(
                    ProbeSQL.terminate, [.int4(first[0].int32(0))], deadline: farDeadline
                ).count
            }
            #expect(killing[0].error == .connectionLost(mayHaveRun: true))
            let second = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            #expect(second[0].int32(0) != first[0].int32(0))
            #expect(database.connectionsMade == 2)
            #expect(database.losses.count == 1)
        }
    }

    @Test func `an overdue statement is given up alone while the server is alive`() async throws {
        try await withStartedDatabase(.init(shared: 1)) { database in
            let before = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            let deadline = Instant.now() + .milliseconds(400)
            let results = await concurrently(3) { index throws(DatabaseError) in
                try await database.run(
                    ProbeSQL.sleep, [.float8(index == 0 ? 1 : 0)],
                    deadline: index == 0 ? deadline : farDeadline
                ).count
            }
            #expect(results[0].error == .timedOut(mayHaveRun: true))
            #expect(results[1...].allSatisfy { $0 == .success(1) })
            let after = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            #expect(after[0].int32(0) == before[0].int32(0))
        }
    }

    @Test func `a statement whose deadline has passed isn't sent`() async throws {
        try await withStartedDatabase(.init(shared: 1)) { database in
            _ = try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            await #expect(throws: DatabaseError.timedOut(mayHaveRun: false)) {
                try await database.run(
                    ProbeSQL.insertThing, [.int8(1)], deadline: Instant.now() - .seconds(1))
            }
            let rows = try await database.run(ProbeSQL.countThings, deadline: farDeadline)
            #expect(rows[0].int(0) == 0)
        }
    }

    @Test func `the server ends a statement after its own limit, without the neighbours`()
        async throws
    {
        try await withStartedDatabase(
            .init(shared: 1, statementTimeout: .milliseconds(100))
        ) { database in
            let results = await concurrently(2) { index throws(DatabaseError) in
                try await database.run(
                    ProbeSQL.sleep, [.float8(index == 0 ? 5 : 0)], deadline: farDeadline
                ).count
            }
            #expect(results[0].error?.sqlState == .queryCanceled)
            #expect(results[1] == .success(1))
        }
    }

    @Test func `past the limit of statements in flight more are refused`() async throws {
        try await withStartedDatabase(.init(shared: 1, maximumInFlight: 10)) { database in
            _ = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            let results = await concurrently(15) { _ throws(DatabaseError) in
                try await database.run(ProbeSQL.echo, [.int8(1)], deadline: farDeadline).count
            }
            #expect(results[..<10].allSatisfy { $0 == .success(1) })
            #expect(results[10...].allSatisfy { $0.error == .overloaded })
        }
    }

    @Test func `a session that can only read is given up`() async throws {
        try await withStartedDatabase(.init(shared: 1)) { database in
            let before = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            _ = try await database.run(ProbeSQL.makeReadOnly, deadline: farDeadline)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            let after = try await database.run(ProbeSQL.backend, deadline: farDeadline)
            #expect(after[0].int32(0) != before[0].int32(0))
        }
    }
}
