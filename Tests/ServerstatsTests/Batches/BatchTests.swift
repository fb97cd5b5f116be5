import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct BatchTests {
    private static let path = "/modules/serverstats/stats/batch"
    private static let guild = TestWorker.guild

    /// An event of the test's guild, as JSON.
    private static func event(
        _ stat: String, _ fields: String, guild: Int64 = TestWorker.guild
    ) -> String {
        #"{"stat":"\#(stat)","guild_id":"\#(guild)",\#(fields)}"#
    }

    private static func message(_ id: Int, guild: Int64 = TestWorker.guild) -> String {
        event(
            "messages/sent", #""author_id":7,"channel_id":8,"message_id":\#(id)"#, guild: guild)
    }

    private static func join(_ channel: Int) -> String {
        event("voice", #""joined_member_id":7,"channel_id":\#(channel)"#)
    }

    private static func leave(_ channel: Int) -> String {
        event("voice", #""left":true,"left_member_id":7,"channel_id":\#(channel)"#)
    }

    @LoopActor
    private func send(
        _ worker: TestWorker, _ events: [String], token: String = "service"
    ) async throws -> InMemoryAnswer {
        let list = events.joined(separator: ",")
        return try await worker.api.ask(
            "POST", Self.path, "{\"events\":[\(list)]}", token: token)
    }

    /// How many events ended how, and the places and codes of those that failed.
    private struct Report: Equatable {
        var stored = 0
        var repeated = 0
        var off = 0
        var failed: [Int: Int] = [:]

        @LoopActor
        init(_ answer: InMemoryAnswer) {
            func number(_ name: String, of value: JSONValue?) -> Int {
                value?.member(name)?.int64().map { Int($0) } ?? -1
            }
            stored = number("stored", of: answer.data)
            repeated = number("repeated", of: answer.data)
            off = number("off", of: answer.data)
            guard let events = answer.data?.member("failed") else { return }
            for event in events.elements {
                failed[number("index", of: event)] = number("code", of: event)
            }
        }

        init(stored: Int = 0, repeated: Int = 0, off: Int = 0, failed: [Int: Int] = [:]) {
            (self.stored, self.repeated, self.off, self.failed) = (stored, repeated, off, failed)
        }
    }

    @Test func `every statistic's event is stored as if it were sent alone`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try await workers[0].enable(guild: 77)
            var sent = 0
            for statistic in Statistic.all {
                guard let fields = statistic.content.sample else { continue }
                sent += 1
                let alone = try await workers[0].ask("POST", "stats/\(statistic.path)", fields)
                #expect(alone.status == 200, "\(statistic.path): \(alone.said)")
                let event = Self.event(statistic.path, fields, guild: 77)
                let answer = try await send(workers[1], [event])
                #expect(Report(answer) == Report(stored: 1), "\(statistic.path): \(answer.said)")
                let rows = try await workers[0].rows(statistic.path).map(Self.plain)
                let others = try await workers[0].rows(statistic.path, guild: 77).map(Self.plain)
                #expect(rows == others, "\(statistic.path)")
                #expect(rows.count == 1, "\(statistic.path)")
            }
            #expect(sent == 57)
        }
    }

    /// A row without what differs between two that are the same.
    private static func plain(_ row: [String: String]) -> [String: String] {
        row.filter {
            !["id", "guild_id", "timestamp", "joined_at", "start_time"].contains($0.key)
        }
    }

    @Test func `each event has its own fate, whatever the others have`() async throws {
        try await withWorker { worker, database in
            try await worker.enable(on: [.messages, .commands])
            let answer = try await send(
                worker,
                [
                    Self.message(1), Self.message(1), Self.message(2, guild: 99), Self.join(5),
                    Self.event("messages/sent", #""author_id":"x","channel_id":8,"message_id":3"#),
                    Self.event("no/such", #""author_id":7"#), "7", #"{"guild_id":5}"#,
                    Self.event("commands/used", #""initiator_id":7,"command":"" "#),
                    Self.event("messages/deleted", #""left":true,"author_id":7"#),
                    Self.event("members/total", #""user_id":7"#), Self.message(4),
                ])
            #expect(
                Report(answer)
                    == Report(
                        stored: 2, repeated: 1, off: 2,
                        failed: [4: 400, 5: 400, 6: 400, 7: 400, 8: 400, 9: 400, 10: 400]))
            #expect(answer.text.contains("Field 'author_id' must be a Discord id"))
            #expect(answer.text.contains("there is no statistic 'no/such'"))
            #expect(try database.eventCount() == 2)
            let again = try await send(worker, [Self.message(1), Self.message(5)])
            #expect(Report(again) == Report(stored: 1, repeated: 1))
        }
    }

    @Test func `a key makes a repeat harmless, and is another event's in vain`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            func command(_ name: String, _ key: String) -> String {
                Self.event(
                    "commands/used", #""initiator_id":7,"command":"\#(name)","key":"\#(key)""#)
            }
            let first = try await send(worker, [command("ban", "a"), command("ban", "b")])
            #expect(Report(first) == Report(stored: 2))
            let alone = try await worker.ask(
                "POST", "stats/commands/used", #""initiator_id":7,"command":"ban""#,
                headers: ["Idempotency-Key: a"])
            #expect(alone.status == 200)
            let long = String(repeating: "k", count: 65)
            let second = try await send(
                worker,
                [command("ban", "a"), command("kick", "b"), command("ban", long)])
            #expect(Report(second) == Report(repeated: 1, failed: [1: 422, 2: 400]))
            #expect(try database.eventCount() == 2)
        }
    }

    @Test func `lines are as good as a list, and a broken one fails alone`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let lines = [Self.message(1), "", "{\"stat\":", "  \t", Self.message(2) + "\r", "[]"]
            for type in ["application/x-ndjson", "Application/X-NDJSON; charset=utf-8"] {
                let answer = try await worker.api.ask(
                    "POST", Self.path, lines.joined(separator: "\n"),
                    headers: ["Content-Type: \(type)"])
                let report = Report(answer)
                #expect(report.stored + report.repeated == 2)
                #expect(report.failed == [1: 400, 3: 400])
            }
            #expect(try database.eventCount() == 2)
            let elsewhere = try await worker.api.ask(
                "POST", "/modules/serverstats/stats/messages/sent", Self.message(3),
                headers: ["Content-Type: application/x-ndjson"])
            #expect(elsewhere.status == 415)
        }
    }

    @Test func `a batch that is none, or too large, is refused whole`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let many = try await send(worker, (1...1_001).map { Self.message($0) })
            #expect(many.code == 400)
            #expect(many.message?.contains("1,000") == true || many.said.contains("1000"))
            let lines = try await worker.api.ask(
                "POST", Self.path, (1...1_001).map { Self.message($0) }.joined(separator: "\n"),
                headers: ["Content-Type: application/x-ndjson"])
            #expect(lines.code == 400)
            for body in ["{}", "[]", #"{"events":[]}"#, #"{"events":7}"#, #"{"events":["#, ""] {
                #expect(try await worker.api.ask("POST", Self.path, body).code == 400, "\(body)")
            }
            #expect(try database.eventCount() == 0)
            for token in ["key-of-5", "user-7-of-5"] {
                #expect(try await send(worker, [Self.message(1)], token: token).status == 403)
            }
            let most = try await send(worker, (1...1_000).map { Self.message($0) })
            #expect(Report(most) == Report(stored: 1_000))
        }
    }

    @Test func `a member's sessions open and close in the order given`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let left = Self.event("members/left", #""left_member_id":7"#)
            let answer = try await send(
                worker,
                [
                    Self.join(1), Self.message(1), Self.join(2), Self.leave(1), Self.leave(2),
                    Self.join(3), Self.join(3), left, Self.join(4),
                ])
            // Leaving a channel that was left already and joining one twice change nothing.
            #expect(Report(answer) == Report(stored: 7, repeated: 2))
            let sessions = try await worker.rows("voice")
            #expect(sessions.map { $0["channel_id"] } == ["1", "2", "3", "4"])
            #expect(sessions.map { $0["left_at"] == "null" } == [false, false, false, true])
        }
    }

    @Test func `the same batch on two workers at once is stored once`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let events = (1...200).map { Self.message($0) }
            let reports = try await inParallel(10) { place in
                Report(try await send(workers[place % 2], events.shuffled()))
            }
            #expect(reports.map(\.stored).reduce(0, +) == 200)
            #expect(reports.map(\.repeated).reduce(0, +) == 1_800)
            #expect(reports.allSatisfy { $0.failed == [:] })
            #expect(try database.eventCount() == 200)
        }
    }

    @Test func `what a member refuses is taken and not stored`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try await worker.ask(
                "PUT", "privacy/data-collection", #""privacy_member_id":7,"enabled":false"#)
            let answer = try await send(worker, [Self.message(1), Self.join(1)])
            #expect(Report(answer) == Report(stored: 2))
            #expect(try database.eventCount() == 0)
        }
    }

    @Test func `a batch whose connection breaks is stored once and answered`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let other = try database.connect()
            try other.begin()
            try other.execute(script: "LOCK TABLE ingest_batches IN EXCLUSIVE MODE")
            let answer = Promise<Report?>()
            spawn {
                let events = (1...100).map { Self.message($0) }
                answer.fulfil((try? await send(worker, events)).map(Report.init))
            }
            try await database.untilBlocked()
            try other.run(
                TestSQL(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'kennel' AND datname = current_database()
                    """))
            other.rollBack()
            #expect(await answer.value == Report(stored: 100))
            #expect(try database.eventCount() == 100)
        }
    }

    @Test func `without a database the batch is 803 whole, and nothing is lost of a repeat`()
        async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            worker.database.stop()
            let answer = try await send(worker, [Self.message(1), Self.message(2)])
            #expect(answer.code == 803)
        }
    }
}

extension Statistic.Content {
    /// The fields of an event, without the guild; nil where none is posted.
    fileprivate var sample: String? {
        switch self {
        case .member(let field), .membership(let field): #""\#(field)":7"#
        case .message: #""author_id":7,"channel_id":8,"message_id":9"#
        case .text(let member, _, let field): #""\#(member)":7,"\#(field)":"words""#
        case .checkTime: #""check_time":0.5"#
        case .voice: #""joined_member_id":7,"channel_id":8"#
        case .presence:
            #""presence_user_id":7,"activities":[{"activity_type":0,"name":"Chess"}]"#
        case .memberTotals, .statuses: nil
        }
    }
}
