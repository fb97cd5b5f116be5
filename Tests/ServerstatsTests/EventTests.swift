import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct EventTests {
    private static let sent = "stats/messages/sent"

    private static func message(_ id: Int64, author: Int64 = 7, channel: Int64 = 8) -> String {
        #""author_id":\#(author),"channel_id":\#(channel),"message_id":\#(id)"#
    }

    private static func event(
        _ id: Int64?, guild: Int64 = TestWorker.guild
    ) throws -> Event {
        let statistic = try #require(Statistic.all.first { $0.path == "messages/sent" })
        var event = Event(
            of: EventKind(statistic), in: try #require(Snowflake(rawValue: guild)), arrival: .now())
        event.identity = id
        event.user = Snowflake(rawValue: 7)
        event.channel = Snowflake(rawValue: 8)
        return event
    }

    @Test func `an event is shown with what it carried`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            #expect(try await worker.ask("POST", Self.sent, Self.message(99)).status == 200)
            let rows = try await worker.rows("messages/sent")
            #expect(rows.count == 1)
            #expect(rows[0]["guild_id"] == "\(TestWorker.guild)")
            #expect(rows[0]["author_id"] == "7")
            #expect(rows[0]["channel_id"] == "8")
            #expect(rows[0]["message_id"] == "99")
            #expect(rows[0]["timestamp"]?.count == 24)
            #expect(Int64(rows[0]["id"] ?? "") != nil)
        }
    }

    @Test func `a statistic that is off stores nothing and can be read`() async throws {
        try await withWorker { worker, database in
            try await worker.enable(on: [.voice])
            #expect(try await worker.ask("POST", Self.sent, Self.message(1)).code == 800)
            #expect(try await worker.rows("messages/sent") == [])
            #expect(try database.eventCount() == 0)
        }
    }

    @Test func `a message is stored once, however many workers and batches bring it`() async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let statuses = try await inParallel(200) { place in
                try await workers[place % 2].ask(
                    "POST", Self.sent, Self.message(Int64(place % 5 + 1))
                )
                .status
            }
            #expect(statuses.allSatisfy { $0 == 200 })
            #expect(try database.eventCount() == 5)
            #expect(try await workers[1].ask("POST", Self.sent, Self.message(3)).status == 200)
            #expect(try database.eventCount() == 5)
        }
    }

    @Test func `the same message may be sent, deleted, and be of two guilds`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try await worker.enable(guild: 5)
            try await worker.ask("POST", Self.sent, Self.message(1))
            try await worker.ask("POST", "stats/messages/deleted", Self.message(1))
            try await worker.ask("POST", Self.sent, Self.message(1), guild: 5)
            #expect(try database.eventCount() == 3)
        }
    }

    @Test func `a message of an earlier enabling is stored anew, whether or not that was purged`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let ids = Array(Int64(1)...20)
            for id in ids { try await workers[0].ask("POST", Self.sent, Self.message(id)) }
            try await workers[0].ask("POST", "disable")
            try await workers[0].enable()
            #expect(try await workers[0].rows("messages/sent") == [])
            for worker in workers {
                _ = try await inParallel(40) { place in
                    try await worker.ask(
                        "POST", Self.sent, Self.message(ids[place % 20], author: 9))
                }
                let rows = try await worker.rows("messages/sent")
                #expect(Set(rows.compactMap { $0["message_id"] }).count == 20)
                #expect(rows.count == 20)
                #expect(rows.allSatisfy { $0["author_id"] == "9" })
            }
            await workers[0].reconciler.completeAll()
            #expect(try await workers[0].rows("messages/sent").count == 20)
            #expect(try database.eventCount() == 20)
        }
    }

    @Test func `without an identity every event counts`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            for _ in 0..<3 {
                try await worker.ask("POST", "stats/members/left", #""left_member_id":7"#)
            }
            try await worker.ask("POST", "stats/members/left", #""left_member_id":8"#)
            #expect(
                try await worker.rows("members/left").map { $0["member_id"] } == [
                    "7", "7", "7", "8",
                ])
        }
    }

    @Test func `an Idempotency-Key makes a repeat harmless, per guild and statistic`() async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try await workers[0].enable(guild: 5)
            let key = ["Idempotency-Key: once"]
            let joined = (path: "stats/members/joined", fields: #""joined_member_id":7"#)
            let left = (path: "stats/members/left", fields: #""left_member_id":7"#)
            for place in 0..<4 {
                let worker = workers[place % 2]
                try await worker.ask("POST", joined.path, joined.fields, headers: key)
                try await worker.ask("POST", left.path, left.fields, headers: key)
                try await worker.ask("POST", joined.path, joined.fields, guild: 5, headers: key)
            }
            #expect(try database.eventCount() == 3)
            try await workers[0].ask(
                "POST", joined.path, joined.fields, headers: ["Idempotency-Key: twice"])
            #expect(try database.eventCount() == 4)
        }
    }

    @Test func `an Idempotency-Key with another event is refused in words, on any worker`()
        async throws
    {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let key = ["Idempotency-Key: once"]
            let cases = [
                ("stats/members/joined", #""joined_member_id":7"#, #""joined_member_id":8"#),
                (
                    "stats/commands/used", #""initiator_id":7,"command":"a""#,
                    #""initiator_id":7,"command":"b""#
                ), ("stats/modules/tags/check-time", #""check_time":1"#, #""check_time":2"#),
            ]
            for (path, first, other) in cases {
                for place in 0..<2 {
                    let same = try await workers[place].ask("POST", path, first, headers: key)
                    #expect(same.status == 200)
                    let refused = try await workers[place].ask("POST", path, other, headers: key)
                    #expect(refused.status == 422)
                    #expect(refused.message?.contains("Idempotency-Key") == true)
                }
                let free = try await workers[0].ask(
                    "POST", path, other, headers: ["Idempotency-Key: twice"])
                #expect(free.status == 200)
            }
            #expect(try database.eventCount() == 6)
            // Of many at once one is stored, and the others are told.
            let statuses = try await inParallel(20) { place in
                try await workers[place % 2].ask(
                    "POST", "stats/members/left", #""left_member_id":\#(place + 1)"#, headers: key
                ).status
            }
            #expect(statuses.filter { $0 == 200 }.count == 1)
            #expect(statuses.filter { $0 == 422 }.count == 19)
            #expect(try database.eventCount() == 7)
        }
    }

    @Test func `good, disabled, repeated and unwanted events of one batch each get their own fate`()
        async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            try await worker.enable(guild: 5, on: [.voice])
            try await worker.ask(
                "PUT", "privacy/data-collection", #""privacy_member_id":13,"enabled":false"#)
            try await worker.ask("POST", Self.sent, Self.message(1))
            let before = worker.module.events.batches
            let codes = try await inParallel(60) { place -> Int? in
                switch place % 6 {
                case 0:
                    try await worker.ask("POST", Self.sent, Self.message(Int64(100 + place))).code
                case 1: try await worker.ask("POST", Self.sent, Self.message(1)).code
                case 2: try await worker.ask("POST", Self.sent, Self.message(2), guild: 5).code
                case 3: try await worker.ask("POST", Self.sent, Self.message(3), guild: 6).code
                case 4: try await worker.ask("POST", Self.sent, Self.message(4, author: 13)).code
                default: try await worker.ask("POST", Self.sent, #""author_id":"x""#).code
                }
            }
            let expected: [Int?] = [nil, nil, 800, 800, nil, 400]
            #expect(codes == (0..<60).map { expected[$0 % 6] })
            #expect(worker.module.events.batches - before <= 2)
            #expect(try database.eventCount() == 11)
        }
    }

    @Test func `a batch sent again under its id stands once and tells the same`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let events = try [
                Self.event(1), Self.event(nil), Self.event(2, guild: 77), Self.event(nil),
            ]
            let batch = SQLUUID.random()
            for place in 0..<3 {
                let fates = try await EventStore.store(
                    events, batch: batch, in: workers[place % 2].database,
                    deadline: .now() + .seconds(5))
                #expect(
                    fates
                        == (place == 0
                            ? [.kept, .kept, .off, .kept]
                            : [.keptOrRepeated, .keptOrRepeated, .off, .keptOrRepeated]))
            }
            let fates = try await inParallel(6) { place in
                try await EventStore.store(
                    events, batch: SQLUUID(high: 1, low: 2), in: workers[place % 2].database,
                    deadline: .now() + .seconds(5))
            }
            let winners = fates.filter { !$0.contains(.keptOrRepeated) }
            #expect(winners == [[.repeated, .kept, .off, .kept]])
            #expect(try database.eventCount() == 5)
        }
    }

    @Test func `a batch whose connection breaks is stored once and answered`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            let other = try database.connect()
            try other.begin()
            try other.execute(script: "LOCK TABLE ingest_batches IN EXCLUSIVE MODE")
            let answers = Promise<[Int]>()
            spawn {
                let statuses = try? await inParallel(10) { _ in
                    try await worker.ask("POST", "stats/members/left", #""left_member_id":7"#)
                        .status
                }
                answers.fulfil(statuses ?? [])
            }
            try await database.untilBlocked()
            try database.run(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE application_name = 'kennel' AND datname = current_database()
                """)
            other.rollBack()
            #expect(await answers.value == Array(repeating: 200, count: 10))
            #expect(try database.eventCount() == 10)
        }
    }

    @Test func `batches with the same messages in any order don't deadlock`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            let ids = Array(Int64(1)...300)
            for _ in 0..<5 {
                let orders = [ids.shuffled(), ids.shuffled()]
                _ = try await inParallel(2) { place in
                    try await EventStore.store(
                        orders[place].map { try Self.event($0) }, batch: .random(),
                        in: workers[place].database, deadline: .now() + .seconds(5))
                }
                #expect(try database.eventCount() == 300)
                try database.run("DELETE FROM statistics_events")
            }
        }
    }

    @Test func `limits of texts and numbers are told after the module was found enabled`()
        async throws
    {
        try await withWorker { worker, _ in
            let long = String(repeating: "ä", count: 101)
            let used = "stats/commands/used"
            func fields(_ command: String) -> String {
                #""initiator_id":7,"command":"\#(command)""#
            }
            #expect(try await worker.ask("POST", used, fields(long)).code == 800)
            try await worker.enable()
            #expect(try await worker.ask("POST", used, fields(long)).code == 400)
            #expect(try await worker.ask("POST", used, fields("")).code == 400)
            #expect(
                try await worker.ask("POST", used, fields(String(long.dropLast()))).status == 200)
            let time = "stats/modules/tags/check-time"
            #expect(try await worker.ask("POST", time, #""check_time":-0.5"#).code == 400)
            #expect(try await worker.ask("POST", time, #""check_time":0.25"#).status == 200)
            #expect(try await worker.rows("modules/tags/check-time")[0]["check_time"] == "0.25")
            #expect(try await worker.rows("commands/used")[0]["command"]?.count == 100)
        }
    }
}
