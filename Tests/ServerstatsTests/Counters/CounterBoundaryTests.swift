import Discord
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// No counter reaches into another guild, and a 404 that isn't Discord's drops none.
@Suite struct CounterBoundaryTests {
    private static let counters = "SELECT count(*) FROM counters"

    /// A guild with a counter that shows 0 of its members; gives its channel.
    @LoopActor
    private static func furnish(
        _ worker: TestWorker, _ world: CounterWorld, _ database: TestDatabase
    ) async throws -> Int64 {
        let category = world.addGuild(TestWorker.guild)
        try await worker.enableCounters(category: category)
        let channel = world.addChannel(
            .init(guild: TestWorker.guild, type: 2, name: "Members: 0", parent: category))
        try insert(channel, database)
        return channel
    }

    private static func insert(_ channel: Int64, _ database: TestDatabase) throws {
        try database.run(
            """
            INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
            VALUES (\(TestWorker.guild), 6, 'Members: <value>', \(channel), 'Members: 0')
            """)
    }

    @Test(arguments: [("PATCH", "/channels/"), ("GET", "/channels/"), ("GET", "/guilds/")])
    func `a run to whose call somebody else answers 404 drops nothing, and the next does it`(
        method: String, path: String
    ) async throws {
        try await withCounters { workers, world, database in
            _ = try await Self.furnish(workers[0], world, database)
            try await withJobs(of: workers) {
                world.fault = { call in
                    call.method == method && call.path.hasPrefix(path) ? .foreign404 : nil
                }
                let spoilt = try await workers[0].update()
                #expect((spoilt.done, spoilt.failed) == (0, 1))
                #expect(try database.number(Self.counters) == 1)
                world.fault = { _ in nil }
                let next = try await workers[0].update()
                #expect((next.done, next.failed) == (1, 0))
                #expect(world.names(in: TestWorker.guild) == ["Members: 100"])
            }
        }
    }

    @Test func `a counter whose channel somebody else calls 404 stays until Discord deletes it`()
        async throws
    {
        try await withCounters { workers, world, database in
            let channel = try await Self.furnish(workers[0], world, database)
            let id = try database.number("SELECT counter_id FROM counters")
            for method in ["GET", "DELETE"] {
                world.fault = { call in
                    call.method == method && call.path == "/channels/\(channel)" ? .foreign404 : nil
                }
                #expect(try await workers[0].ask("DELETE", "counter/\(id)").code == 804)
                #expect(try database.number(Self.counters) == 1)
            }
            world.fault = { _ in nil }
            #expect(try await workers[0].ask("DELETE", "counter/\(id)").status == 200)
            #expect(world.channels[channel] == nil)
            #expect(try database.number(Self.counters) == 0)
        }
    }

    @Test func `a stored channel of another guild is neither renamed nor deleted`() async throws {
        try await withCounters { workers, world, database in
            let category = world.addGuild(TestWorker.guild)
            try await workers[0].enableCounters(category: category)
            world.addGuild(2)
            let theirs = world.addChannel(.init(guild: 2, type: 2, name: "theirs"))
            try Self.insert(theirs, database)
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect((run.done, run.failed) == (0, 1))
            }
            #expect(world.channels[theirs]?.name == "theirs")
            let id = try database.number("SELECT counter_id FROM counters")
            #expect(try await workers[0].ask("DELETE", "counter/\(id)").status == 200)
            #expect(world.channels[theirs] != nil)
            #expect(world.calls("PATCH").isEmpty && world.calls("DELETE").isEmpty)
        }
    }

    @Test func `a stored category of another guild takes no counter`() async throws {
        try await withCounters { workers, world, database in
            let category = world.addGuild(TestWorker.guild)
            try await workers[0].enableCounters(category: category)
            let theirs = world.addGuild(2)
            try database.run("UPDATE serverstats_settings SET counters_category_id = \(theirs)")
            let answer = try await workers[0].addCounter(6)
            #expect(answer.code == 422, "\(answer.said)")
            #expect(world.calls("POST").isEmpty)
            #expect(try database.number(Self.counters) == 0)
        }
    }
}
