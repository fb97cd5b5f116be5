import EventLoop
import Postgres
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func `thousands of pipelined statements are answered in order`() async throws {
        try await withConnection { connection in
            var answers: [Int64] = []
            let done = Promise<Void>()
            for number in 0..<5000 {
                let statement = BoundStatement(ProbeSQL.echo, [.int8(Int64(number))])
                connection.send(CollectionOfOne(statement), deadline: farDeadline) { result in
                    if let row = try? result.get().first { answers.append(row.int64(0)) }
                    if answers.count == 5000 { done.fulfil(()) }
                }
            }
            #expect(connection.inFlight == 5000)
            await done.value
            #expect(answers == (0..<5000).map(Int64.init))
        }
    }

    @Test func `a failing statement doesn't disturb its neighbours`() async throws {
        try await withConnection { connection in
            let results = await concurrently(200) { index throws(DatabaseError) in
                try await connection.run(
                    ProbeSQL.divide, [.int8(index % 3 == 0 ? 0 : 1)], deadline: farDeadline
                ).count
            }
            for (index, result) in results.enumerated() {
                if index % 3 == 0 {
                    #expect(throws: DatabaseError.self) { try result.get() }
                } else {
                    #expect(result == .success(1))
                }
            }
        }
    }

    @Test func `the server's error comes with its code, and says that nothing ran`() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: DatabaseError.self) {
                try await connection.run(ProbeSQL.divide, [.int8(0)], deadline: farDeadline)
            }
            #expect(error?.sqlState?.rawValue == "22012")
            #expect(error?.mayHaveRun == false)
        }
    }

    @Test func `a statement the server can't prepare fails each time, and others work`()
        async throws
    {
        try await withConnection { connection in
            for _ in 0..<3 {
                let error = await #expect(throws: DatabaseError.self) {
                    try await connection.run(ProbeSQL.nonsense, deadline: farDeadline)
                }
                #expect(error?.sqlState == .undefinedTable)
            }
            let rows = try await connection.run(ProbeSQL.echo, [.int8(7)], deadline: farDeadline)
            #expect(rows[0].int64(0) == 7)
        }
    }

    @Test func `a commit that fails is its own statement's error only`() async throws {
        try await withConnection { connection in
            _ = try await connection.run(ProbeSQL.createThings, deadline: farDeadline)
            let results = await concurrently(5) { index throws(DatabaseError) in
                try await connection.run(
                    ProbeSQL.insertThing, [.int8(index < 3 ? Int64(index) : 0)],
                    deadline: farDeadline
                ).affectedCount
            }
            #expect(results[..<3].allSatisfy { $0 == .success(1) })
            for result in results[3...] {
                let error = #expect(throws: DatabaseError.self) { try result.get() }
                #expect(error?.sqlState == .uniqueViolation)
            }
            let rows = try await connection.run(ProbeSQL.countThings, deadline: farDeadline)
            #expect(rows[0].int64(0) == 3)
        }
    }

    @Test func `statements sent together stand or fall together`() async throws {
        try await withConnection { connection in
            _ = try await connection.run(ProbeSQL.createThings, deadline: farDeadline)
            let good = BoundStatement(ProbeSQL.insertThing, [.int8(1)])
            let bad = BoundStatement(ProbeSQL.divide, [.int8(0)])
            await #expect(throws: DatabaseError.self) {
                try await connection.run([good, bad], deadline: farDeadline)
            }
            let rows = try await connection.run(
                [good, BoundStatement(ProbeSQL.countThings)], deadline: farDeadline)
            #expect(rows[0].int64(0) == 1)
        }
    }

    @Test func `a statement is prepared once, also where its first uses overlap`() async throws {
        try await withConnection { connection in
            for _ in 0..<2 {
                _ = await concurrently(20) { _ throws(DatabaseError) in
                    try await connection.run(ProbeSQL.echo, [.int8(1)], deadline: farDeadline).count
                }
            }
            let rows = try await connection.run(ProbeSQL.preparedCount, deadline: farDeadline)
            // The time the connection asked for, the echo, and the count itself.
            #expect(rows[0].int64(0) == 3)
        }
    }

    @Test func `megabytes go both ways while the pipeline is full`() async throws {
        try await withConnection { connection in
            let text = String(repeating: "kennel", count: 40_000)
            let results = await concurrently(100) { _ throws(DatabaseError) in
                try await connection.run(ProbeSQL.length, [.text(text)], deadline: farDeadline)[0]
                    .int64(0)
            }
            #expect(results.allSatisfy { $0 == .success(240_000) })
        }
    }

    @Test func `an ended session fails what is in flight, which may have run`() async throws {
        try await withEmptyDatabase { url in
            try await onLoop {
                let connector = try Connector(url: url)
                let victim = try await connector.connect()
                let killer = try await connector.connect()
                let closed = Promise<Void>()
                victim.onClose = { closed.fulfil(()) }
                let outcomes = (0..<3).map { _ in Promise<DatabaseError?>() }
                for outcome in outcomes {
                    victim.send(
                        CollectionOfOne(BoundStatement(ProbeSQL.sleep, [.float8(60)])),
                        deadline: farDeadline
                    ) { outcome.fulfil($0.error) }
                }
                _ = try await killer.run(
                    ProbeSQL.terminate, [.int4(victim.backendPID)], deadline: farDeadline)
                for outcome in outcomes {
                    #expect(await outcome.value == .connectionLost(mayHaveRun: true))
                }
                await closed.value
                #expect(!victim.isOpen)
                killer.close()
            }
        }
    }

    @Test func `an overdue statement closes the connection when the server is silent`()
        async throws
    {
        try await withConnection { connection in
            let deadline = Instant.now() + .milliseconds(400)
            let results = await concurrently(3) { index throws(DatabaseError) in
                try await connection.run(
                    ProbeSQL.sleep, [.float8(300)], deadline: index == 0 ? deadline : farDeadline
                ).count
            }
            for result in results { #expect(result.error == .timedOut(mayHaveRun: true)) }
            #expect(!connection.isOpen)
            // The first sleep alone would take five minutes.
            #expect(Instant.now() - deadline < .seconds(60))
        }
    }

    @Test func `notifications reach the connection that listens`() async throws {
        try await withConnection { connection in
            let heard = Promise<String>()
            connection.onNotification = { heard.fulfil("\($0): \($1)") }
            _ = try await connection.run(ProbeSQL.listen, deadline: farDeadline)
            _ = try await connection.run(ProbeSQL.notify, [.text("hello")], deadline: farDeadline)
            #expect(await heard.value == "news: hello")
        }
    }
}
