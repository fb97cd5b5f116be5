import API
import Essentials
import EventLoop
import Modules
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What counters do that needs no Discord.
@Suite struct CounterStorageTests {
    @Test func `counters are listed in pages, oldest first`() async throws {
        try await withWorker { worker, database in
            try await worker.enable(on: [])
            try database.addCounters(23)
            let first = try await worker.ask("GET", "counters")
            #expect(first.integers("page_size") == [10])
            #expect(first.counterChannels == (1...10).map { "\(7_000 + $0)" })
            let last = try await worker.ask("GET", "counters", "page=3&page_size=10")
            #expect(last.counterChannels == ["7021", "7022", "7023"])
            #expect(last.integers("total", "page") == [23, 3])
            let past = try await worker.ask("GET", "counters", "page=2147483647&page_size=100")
            #expect(past.status == 200 && past.counterChannels == [])
            #expect(try await worker.ask("GET", "counters", "page=0").code == 400)
            #expect(try await worker.ask("GET", "counters", "page_size=101").code == 400)
        }
    }

    @Test func `a counter is found by its id, in its own guild only`() async throws {
        try await withWorker { worker, database in
            for guild in [TestWorker.guild, 2] as [Int64] {
                try await worker.enable(guild: guild, on: [])
            }
            try database.addCounters(1)
            let id = try database.number("SELECT counter_id FROM counters")
            let found = try await worker.ask("GET", "counter/\(id)")
            #expect(
                found.text
                    == """
                    {"success":true,"data":{"counter":{"counter_id":"\(id)","guild_id":"\(TestWorker.guild)",\
                    "channel_id":"7001","counter_type":6,"format":"Members: <value>","role_id":null,\
                    "goal_count":null}},"error":{}}
                    """)
            #expect(try await worker.ask("GET", "counter/\(id)", guild: 2).code == 404)
            for bad in ["0", "-1", "0\(id)", "+\(id)", "x", "9223372036854775808", "\(id)%20"] {
                #expect(try await worker.ask("GET", "counter/\(bad)").code == 404, "\(bad)")
                #expect(try await worker.ask("DELETE", "counter/\(bad)").code == 404, "\(bad)")
            }
            #expect(try await worker.ask("GET", "counter/\(id)", guild: 3).code == 800)
        }
    }

    @Test func `disabling and deleting give the counters, which are gone for good`() async throws {
        try await withWorker { worker, database in
            for (method, path) in [("POST", "disable"), ("DELETE", "settings/delete")] {
                try await worker.enable()
                try database.addCounters(2)
                let answer = try await worker.ask(method, path)
                #expect(answer.counterChannels == ["7001", "7002"])
                let shape = Shape.list(Counter.shape)
                let counters = answer.data?.member("counters" as StaticString)
                #expect(ShapeCheck.mismatch(counters, shape) == nil)
                try await worker.enable()
                #expect(try await worker.ask("GET", "counters").counterChannels == [])
                try await worker.ask("POST", "disable")
            }
            let nothing = try await worker.ask("DELETE", "settings/delete")
            #expect(nothing.counterChannels == [])
        }
    }

    @Test func `a counter's channel that was deleted drops the counter`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.addCounters(3)
            let answer = try await worker.ask(
                "POST", "counters/check-delete", #""channel_id":"7002""#)
            #expect(answer.status == 200)
            #expect(
                try await worker.ask("GET", "counters").counterChannels == ["7001", "7003"])
            let other = try await worker.ask("POST", "counters/check-delete", #""channel_id":9"#)
            #expect(other.status == 200)
            #expect(try database.number("SELECT count(*) FROM counters") == 2)
        }
    }

    @Test func `the category that was deleted drops all counters and turns them off`() async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.addCounters(3)
            try await worker.ask("POST", "counters/check-delete", #""channel_id":5"#)
            let settings = try await worker.ask("GET", "settings")
                .data?.member("settings" as StaticString)
            #expect(settings?.member("counters_enabled" as StaticString)?.bool() == false)
            #expect(settings?.member("counters_category_id" as StaticString)?.isNull == true)
            #expect(settings?.member("starboard_enabled" as StaticString)?.bool() == true)
            #expect(try database.number("SELECT count(*) FROM counters") == 0)
            try await worker.ask("POST", "disable")
            let refused = try await worker.ask(
                "POST", "counters/check-delete", #""channel_id":5"#)
            #expect(refused.code == 800)
        }
    }

    @Test func `of many who ask for the last places no more than 50 get one`() async throws {
        try await withWorkers(2) { workers, database in
            try await workers[0].enable()
            try database.addCounters(45)
            let places = try await inParallel(20) { place in
                let rows = try await workers[place % 2].reserve()
                return rows.isEmpty
            }
            #expect(places.count { !$0 } == 5)
        }
    }

    @Test func `a place is kept for two minutes`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.addCounters(49)
            #expect(try await worker.reserve().isEmpty == false)
            #expect(try await worker.reserve().isEmpty)
            try database.run(
                "UPDATE serverstats_creations SET began_at = began_at - interval '2 minutes'")
            #expect(try await worker.reserve().isEmpty == false)
        }
    }

    @Test func `nothing is stored for a place that was too late, or of an earlier enabling`()
        async throws
    {
        try await withWorker { worker, database in
            try await worker.enable()
            let place = try await worker.reserve()[0].int64(0)
            try database.run(
                "UPDATE serverstats_creations SET began_at = began_at - interval '2 minutes'")
            #expect(try await worker.store(place).isEmpty)
            let next = try await worker.reserve()[0].int64(0)
            try await worker.ask("POST", "disable")
            try await worker.enable()
            #expect(try await worker.store(next).isEmpty)
            let last = try await worker.reserve()[0].int64(0)
            let stored = try await worker.store(last)
            #expect(stored.count == 1)
            #expect(try await worker.store(last)[0].int64(0) == stored[0].int64(0))
            #expect(try database.number("SELECT count(*) FROM counters") == 1)
        }
    }

    @Test func `a channel has two renames in ten minutes`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.addCounters(1)
            let id = try database.number("SELECT counter_id FROM counters")
            func take() async throws -> Bool {
                try await !worker.database.run(
                    RefreshSQL.takeRename, [.int8(TestWorker.guild), .int8(id)],
                    deadline: .now() + .seconds(5)
                ).isEmpty
            }
            func age(_ minutes: String) throws {
                try database.run(
                    """
                    UPDATE counters SET renamed_at = renamed_at - interval '\(minutes)',
                    renamed_before = renamed_before - interval '\(minutes)'
                    """)
            }
            #expect(try await take())
            try age("5 minutes")
            #expect(try await take())
            #expect(try await !take())
            try age("4 minutes 50 seconds")
            #expect(try await !take())
            try age("10 seconds")
            #expect(try await take())
            #expect(try await !take())
        }
    }
}

extension TestDatabase {
    /// Counters of members whose channels are 7001, 7002 …
    func addCounters(_ count: Int, guild: Int64 = TestWorker.guild) throws {
        try run(
            """
            INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
            SELECT \(guild), 6, 'Members: <value>', 7000 + n, 'Members: 0'
            FROM generate_series(1, \(count)) AS n
            """)
    }
}

extension TestWorker {
    fileprivate func reserve() async throws -> Rows {
        try await inGuild(
            .reserve,
            [.int8(TestWorker.guild), .text("a"), .int8(5), .int8(CounterCreation.limit)])
    }

    fileprivate func store(_ place: Int64) async throws -> Rows {
        try await inGuild(
            .store,
            [
                .int8(TestWorker.guild), .int8(place), .int8(8_000), .int2(6), .text("a"),
                .null(.int8), .null(.int4),
            ])
    }

    private func inGuild(_ sql: CounterSQL, _ values: [SQLValue]) async throws -> Rows {
        try await database.runTogether(
            [
                Serverstats.lock.exclusive(#require(Snowflake(rawValue: TestWorker.guild))),
                BoundStatement(sql, values),
            ], deadline: .now() + .seconds(10))
    }
}

extension InMemoryAnswer {
    /// The channels of the answer's counters.
    var counterChannels: [String] {
        data?.member("counters" as StaticString)?.elements.compactMap {
            $0.member("channel_id" as StaticString)?.string()
        } ?? []
    }

    fileprivate func integers(_ names: String...) -> [Int64] {
        names.compactMap { data?.member($0)?.int64() }
    }
}
