import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import API
@testable import Serverstats

@Suite struct ReadingTests {
    /// Stores rows past the product: `count` of one statistic, a second apart, the newest a minute old.
    private static func fill(
        _ database: TestDatabase, count: Int, path: String = "messages/sent"
    ) throws {
        let number = try #require(Statistic.all.first { $0.path == path }).number
        try database.script(
            """
            UPDATE serverstats_settings SET enabled_at = now() - interval '40 days';
            SELECT make_statistics_partition('statistics_events', current_date - n)
            FROM generate_series(0, 32) AS n;
            INSERT INTO statistics_events
                (guild_id, kind, day, occurred_at, identity, user_id, channel_id, number, text)
            SELECT \(TestWorker.guild), \(number), (at AT TIME ZONE 'UTC')::date, at, n, n % 10 + 1, n % 3 + 1, n, 'x'
            FROM (
                SELECT n, now() - interval '1 minute' - n * interval '1 second' AS at
                FROM generate_series(1, \(count)) AS n
            ) AS times;
            """)
    }

    @Test func `rows come oldest first, over all pages, each once`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.fill(database, count: 2_600)
            let rows = try await worker.rows("messages/sent")
            #expect(rows.map { $0["message_id"] } == (1...2_600).reversed().map { "\($0)" })
            #expect(Set(rows.map { $0["id"] }).count == 2_600)
        }
    }

    @Test func `a list may end anywhere in a page`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            for count in [0, 1, 499, 500, 501, 1_000, 1_001] {
                try Self.fill(database, count: count)
                #expect(try await worker.rows("messages/sent").count == count)
                try database.run("DELETE FROM statistics_events")
            }
        }
    }

    @Test func `filters give the member's and the channel's rows only`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.fill(database, count: 9_000)
            let numbers = (1...9_000).reversed()
            let ofUser = try await worker.rows("messages/sent", "user_id=4")
            #expect(
                ofUser.map { $0["message_id"] } == numbers.filter { $0 % 10 == 3 }.map { "\($0)" })
            let ofBoth = try await worker.rows("messages/sent", "user_id=4&channel_id=2")
            #expect(
                ofBoth.map { $0["message_id"] }
                    == numbers.filter { $0 % 10 == 3 && $0 % 3 == 1 }.map { "\($0)" })
            #expect(try await worker.rows("messages/sent", "user_id=999") == [])
        }
    }

    @Test func `days are times 24 hours`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.fill(database, count: 0)
            for hours in [1, 23, 25, 47, 49, 24 * 29 + 1, 24 * 31] {
                try database.script(
                    """
                    INSERT INTO statistics_events (guild_id, kind, day, occurred_at, identity, user_id, channel_id)
                    SELECT \(TestWorker.guild), 3, (at AT TIME ZONE 'UTC')::date, at, \(hours), 1, 1
                    FROM (SELECT now() - interval '\(hours) hours' AS at) AS time
                    """)
            }
            let one = try await worker.rows("messages/sent")
            #expect(one.map { $0["message_id"] } == ["23", "1"])
            #expect(try await worker.rows("messages/sent", "days=2").count == 4)
            #expect(try await worker.rows("messages/sent", "days=30").count == 6)
            #expect(try await worker.rows("messages/sent", "days=30&user_id=1").count == 6)
            for days in ["0", "31", "-1"] {
                #expect(
                    try await worker.ask("GET", "stats/messages/sent", "days=\(days)").code == 422)
            }
            #expect(try await worker.ask("GET", "stats/messages/sent", "days=x").code == 400)
            let disabled = try await worker.ask("GET", "stats/messages/sent", "days=31", guild: 9)
            #expect(disabled.code == 800)
        }
    }

    @Test func `rows of every shape are shown as declared`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            for statistic in Statistic.all {
                switch statistic.content {
                case .voice, .presence: continue
                case .memberTotals, .statuses:
                    try database.run(
                        """
                        INSERT INTO statistics_samples SELECT \(TestWorker.guild), \(statistic.number),
                        (now() AT TIME ZONE 'UTC')::date, now(), 1, 10, 4, 5, 1
                        """)
                case .member, .membership, .message, .text, .checkTime:
                    try database.run(
                        """
                        INSERT INTO statistics_events (guild_id, kind, day, occurred_at, identity, user_id, channel_id, number, text)
                        SELECT \(TestWorker.guild), \(statistic.number), (now() AT TIME ZONE 'UTC')::date, now(), 1, 2, 3, 1.5, 'x"'
                        """)
                }
                for filter in ["", statistic.content.hasMember ? "user_id=2" : ""] {
                    let answer = try await worker.ask("GET", "stats/\(statistic.path)", filter)
                    let shape = Shape.object([
                        "stats": .list(statistic.content.rowShape)
                    ])
                    #expect(ShapeCheck.mismatch(answer.data, shape) == nil, "\(statistic.path)")
                    let rows = answer.data?.member("stats" as StaticString)
                    #expect(rows?.count == 1, "\(statistic.path)")
                }
            }
        }
    }

    @Test func `a long list is sent while it is read`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.fill(database, count: 5_000)
            let sink = SlowSink()
            let request = try HTTPRequest(
                parsing: Array(
                    """
                    GET /modules/serverstats/stats/messages/sent?guild_id=\(TestWorker.guild) HTTP/1.1\r
                    Host: a\r\nAuthorization: Bearer service\r\n\r\n
                    """.utf8))
            let response = await worker.api.responder.respond(to: request)
            let done = try #require(sink.take(response.body), "the list is not streamed")
            var parts = 0
            while !done.isFulfilled {
                if sink.isWaiting {
                    // While the client takes nothing, nothing is read, and no statement or transaction is open.
                    let before = worker.database.statements.count
                    await sleep(for: .milliseconds(2))
                    #expect(worker.database.statements.count == before)
                    #expect(worker.database.inFlight == 0)
                    parts += 1
                    sink.release()
                }
                await sleep(for: .milliseconds(1))
            }
            #expect(await done.value)
            #expect(parts >= 10)
            #expect(sink.text.hasSuffix(#"]},"error":{}}"#))
            #expect(sink.largest < 150_000)
        }
    }

    @Test func `a list breaks off when the module is disabled meanwhile`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try Self.fill(database, count: 2_000)
            let sink = SlowSink()
            let query = StatisticQuery(
                statistic: try #require(Statistic.all.first { $0.path == "messages/sent" }),
                guild: try #require(Snowflake(rawValue: TestWorker.guild)), days: 1)
            var ids = RequestID.Sequence()
            let call = RequestContext(caller: .service(token: 1), arrival: .now(), id: ids.next())
            let answer = try await StatisticReader(database: worker.database).answer(query, call)
            let done = try #require(sink.take(answer.body), "the list is not streamed")
            await sink.untilWaiting()
            try await worker.ask("POST", "disable")
            try await worker.enable()
            while !done.isFulfilled {
                sink.release()
                await sleep(for: .milliseconds(2))
            }
            #expect(await !done.value)
        }
    }
}

extension Statistic.Content {
    fileprivate var hasMember: Bool {
        switch self {
        case .member, .message, .text: true
        default: false
        }
    }
}

/// A client that takes each part only when told.
@LoopActor
private final class SlowSink: HTTPBodySink {
    var text = ""
    var largest = 0
    private var pending: Promise<Void>?

    var isWaiting: Bool { pending != nil }

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        var writer = ByteWriter()
        part(&writer)
        largest = max(largest, writer.count)
        text += writer.string
        let shot = Promise<Void>()
        pending = shot
        await shot.value
    }

    /// Takes a streamed body in the background, and tells whether all of it came; nil where it isn't streamed.
    func take(_ body: HTTPResponse.Body) -> Promise<Bool>? {
        guard case .stream(let write) = body else { return nil }
        let done = Promise<Bool>()
        spawn {
            let isWhole = (try? await write(HTTPBodyStream(to: self))) != nil
            done.fulfil(isWhole)
        }
        return done
    }

    func release() {
        let shot = pending
        pending = nil
        shot?.fulfil(())
    }

    func untilWaiting() async {
        await until { isWaiting }
    }
}
