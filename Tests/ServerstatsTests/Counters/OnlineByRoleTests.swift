import Discord
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct OnlineByRoleTests {
    @LoopActor
    private static func read(
        _ worker: TestWorker, _ world: CounterWorld, role: Int64 = 77
    ) async throws -> Int? {
        let calls = world.client().actingInBackground(in: 1, waitLimit: .now() + .seconds(60))
        let guild = try #require(Snowflake(rawValue: TestWorker.guild))
        let role = try #require(Snowflake(rawValue: role))
        let reader = NumberReader(worker.database, calls, guild: guild)
        try await reader.read(.onlineByRole, roles: [role])
        return reader.numbers.onlineByRole[role]
    }

    private static func fill(_ database: TestDatabase, online: Int) throws {
        try database.run(
            """
            INSERT INTO member_statuses
            SELECT \(TestWorker.guild), n, 1 + n % 2, now() FROM generate_series(1, \(online)) AS n
            """)
    }

    @LoopActor
    private static func furnish(
        _ worker: TestWorker, _ world: CounterWorld, members: Int, listed: Int
    ) async throws {
        var guild = CounterWorld.Guild()
        guild.members = members
        guild.presence = members / 2
        guild.roleCounts = [77: members / 4]
        for member in 1...Int64(listed) {
            guild.rolesByMember[member] = member % 3 == 0 ? [77] : []
        }
        try await worker.enableCounters(category: world.addGuild(TestWorker.guild, guild))
    }

    @Test func `nobody online costs no call`() async throws {
        try await withCounters { workers, world, _ in
            try await Self.furnish(workers[0], world, members: 5_000, listed: 10)
            world.forgetCalls()
            #expect(try await Self.read(workers[0], world) == 0)
            #expect(world.calls.isEmpty)
        }
    }

    @Test func `a few are asked for one by one, who has left doesn't count`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(workers[0], world, members: 9_000, listed: 6)
            try Self.fill(database, online: 9)
            #expect(try await Self.read(workers[0], world) == 2)
            #expect(world.calls("GET", "/members/").count == 9)
        }
    }

    @Test func `more are found in pages of 1000, up to the last who is online`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(workers[0], world, members: 3_500, listed: 3_500)
            try Self.fill(database, online: 1_500)
            #expect(try await Self.read(workers[0], world) == 500)
            #expect(world.calls("GET", "/members?").count == 2)
        }
    }

    @Test func `in a guild too large to be listed the share is taken for the role's`() async throws
    {
        try await withCounters { workers, world, database in
            try await Self.furnish(workers[0], world, members: 100_000, listed: 10)
            try Self.fill(database, online: 200)
            #expect(try await Self.read(workers[0], world) == 12_500)
            #expect(world.calls("GET", "/members").isEmpty)
        }
    }

    @Test func `statuses of an earlier enabling count for nothing`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(workers[0], world, members: 100, listed: 9)
            try Self.fill(database, online: 9)
            try await workers[0].ask("POST", "disable")
            try await workers[0].enableCounters(category: 5)
            #expect(try await Self.read(workers[0], world) == 0)
        }
    }
}
