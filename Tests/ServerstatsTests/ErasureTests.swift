import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What arrives while a member is erased, and what is repeated afterwards.
@Suite struct ErasureTests {
    private static let erasure = "privacy/delete-user-entries"
    private static let member = #""privacy_member_id":7"#

    private static func message(_ id: Int, of author: Int) -> String {
        #""author_id":\#(author),"channel_id":8,"message_id":\#(id)"#
    }

    /// When the erasure's mark has passed, or a little earlier.
    private static func markPasses(_ database: TestDatabase) throws -> Instant {
        let now = Instant.now()
        let ahead = try database.number(
            "SELECT (extract(epoch FROM max(erased_at) - clock_timestamp()) * 1000000)::int8 FROM serverstats_members"
        )
        return now + .microseconds(ahead)
    }

    /// Messages that two workers are sent one after the other, and when.
    @LoopActor
    private final class Sender {
        private(set) var sent: [(id: Int, author: Int, at: Instant)] = []
        private var isStopped = false
        private var running = 0

        func start(_ workers: [TestWorker], lanes: Int) {
            for lane in 0..<lanes {
                running += 1
                spawn {
                    while !self.isStopped {
                        await self.send(workers[lane % workers.count], author: lane % 4 < 2 ? 7 : 9)
                    }
                    self.running -= 1
                }
            }
        }

        private func send(_ worker: TestWorker, author: Int) async {
            let id = 1_000 + sent.count
            sent.append((id, author, .now()))
            _ = try? await worker.ask(
                "POST", "stats/messages/sent", ErasureTests.message(id, of: author))
            if id % 5 == 0 {
                _ = try? await worker.ask(
                    "POST", "stats/voice", #""joined_member_id":\#(author),"channel_id":\#(id)"#)
            }
        }

        func stop() async throws {
            isStopped = true
            await until { self.running == 0 }
        }
    }

    @Test func `nothing that arrives before an erasure's answer stays, on any worker`() async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try database.script(
                """
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id)
                SELECT \(TestWorker.guild), 9, (now() AT TIME ZONE 'UTC')::date, now(), n % 2 + 7
                FROM generate_series(1, 20000) n;
                UPDATE serverstats_settings SET enabled_at = now() - interval '1 day'
                """)
            let sender = Sender()
            sender.start(workers, lanes: 8)
            await until { sender.sent.count > 100 }
            let erased = try await workers[0].ask("DELETE", Self.erasure, Self.member)
            // On a machine that stands still for long, this is later than what the mark reckons with.
            let answered = min(Instant.now(), try Self.markPasses(database))
            #expect(erased.status == 200)
            try await database.untilErasuresHavePassed()
            let count = sender.sent.count
            await until { sender.sent.count > count + 100 }
            try await sender.stop()
            let kept = Set(
                try database.run("SELECT identity FROM statistics_events WHERE kind = 3")
                    .map { Int($0.int64(0)) })
            let before = sender.sent.filter { $0.author == 7 && $0.at < answered }
            #expect(before.filter { kept.contains($0.id) }.map(\.id) == [])
            #expect(sender.sent.filter { $0.author == 9 && !kept.contains($0.id) }.map(\.id) == [])
            let after = sender.sent[(count + 8)...].filter { $0.author == 7 }
            #expect(after.filter { !kept.contains($0.id) }.map(\.id) == [])
            #expect(try database.eventCount("user_id = 7 AND kind = 9") == 0)
            #expect(try database.eventCount("user_id = 8 AND kind = 9") == 10_000)
            // Repeats of all of it change nothing.
            for place in 0..<2 {
                let ids = before.map(\.id)
                _ = try await inParallel(ids.count) { number in
                    try await workers[place].ask(
                        "POST", "stats/messages/sent", Self.message(ids[number], of: 7))
                }
            }
            let late = before.map { "\($0.id)" }.joined(separator: ",")
            #expect(try database.eventCount("kind = 3 AND identity IN (\(late))") == 0)
        }
    }

    @Test func `an erased event that is repeated stays out, by its message or its key`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let sent = (path: "stats/messages/sent", key: [String]())
            let joined = (path: "stats/members/joined", key: ["Idempotency-Key: a"])
            @LoopActor func post(_ worker: TestWorker) async throws {
                for event in [sent, joined] {
                    let fields =
                        event.key.isEmpty ? Self.message(5, of: 7) : #""joined_member_id":7"#
                    let answer = try await worker.ask(
                        "POST", event.path, fields, headers: event.key)
                    #expect(answer.status == 200)
                }
            }
            try await post(workers[0])
            try await workers[0].ask("POST", "stats/messages/sent", Self.message(6, of: 9))
            #expect(try database.eventCount() == 3)
            try await workers[1].ask("DELETE", Self.erasure, Self.member)
            try await database.untilErasuresHavePassed()
            for worker in workers { try await post(worker) }
            #expect(try database.eventCount("user_id = 7") == 0)
            // Another message, another statistic and another guild are others.
            try await workers[0].ask("POST", "stats/messages/sent", Self.message(55, of: 7))
            try await workers[0].ask("POST", "stats/messages/deleted", Self.message(5, of: 7))
            try await workers[0].enable(guild: 5)
            try await workers[0].ask(
                "POST", "stats/messages/sent", Self.message(5, of: 7), guild: 5)
            #expect(try database.eventCount("user_id = 7") == 3)
        }
    }

    @Test func `what was refused during an erasure stays out when it's repeated`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let arrival = Instant.now()
            try await worker.ask("DELETE", Self.erasure, Self.member)
            let late = try await worker.ask(
                "POST", "stats/messages/sent", Self.message(5, of: 7), arrival: arrival)
            #expect(late.status == 200)
            try await database.untilErasuresHavePassed()
            try await worker.ask("POST", "stats/messages/sent", Self.message(5, of: 7))
            #expect(try database.eventCount() == 0)
        }
    }

    @Test func `while one erasure goes on another of the same member waits its turn`() async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let other = try database.connect()
            try other.begin()
            try other.execute(script: "LOCK TABLE statistics_events IN SHARE ROW EXCLUSIVE MODE")
            let answers = Promise<[Int]>()
            spawn {
                let statuses = try? await inParallel(2) { place in
                    try await workers[place].ask("DELETE", Self.erasure, Self.member).status
                }
                answers.fulfil(statuses ?? [])
            }
            try await database.until("SELECT count(*) FROM serverstats_members")
            try await database.untilBlocked()
            // The mark lies ahead: what arrives is refused as long as it takes.
            #expect(
                try database.number(
                    "SELECT count(*) FROM serverstats_members WHERE erased_at > now() + interval '20 seconds'"
                ) == 1)
            other.rollBack()
            #expect(await answers.value == [200, 200])
            try await database.untilErasuresHavePassed()
            try await workers[1].ask("POST", "stats/messages/sent", Self.message(5, of: 7))
            #expect(try database.eventCount() == 1)
        }
    }
}
