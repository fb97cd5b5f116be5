import API
import Essentials
import EventLoop
import Postgres
import Testing

@testable import Accounts

/// API keys and users have so many requests a second, whichever worker they come to.
@Suite struct CallerBudgetTests {
    /// Makes a key of guild 42.
    @LoopActor
    private static func key(_ world: AccountsWorld) async throws -> String {
        let answer = try await world.send(
            "POST", "/auth/api-key/", token: world.makeToken(), body: #"{"guild_id":"42"}"#)
        return try member("api_key", of: answer.body)
    }

    @Test func `a key over its requests a second is refused, the fleet isn't`() async throws {
        try await AccountsWorld.with(callerRate: 20) { world in
            let key = try await Self.key(world)
            let begin = Instant.now()
            var granted = 0
            for _ in 0..<500 { granted += await world.isGranted(key) ? 1 : 0 }
            let seconds = Double((Instant.now() - begin).wholeMicroseconds) / 1e6
            // A tenth of the rate is the worker's own to give, each second.
            #expect(granted >= 20)
            #expect(Double(granted) <= 22 * (1 + seconds) + 2)
            let token = try world.makeToken()
            for _ in 0..<100 { #expect(try await world.caller(token) != nil) }
        }
    }

    @Test func `workers together grant what the limit says, and a little of their own`()
        async throws
    {
        try await AccountsWorld.with(callerRate: 20) { world in
            let other = try AccountsWorld(url: world.url, callerRate: 20)
            defer { other.database.stop() }
            try await other.awaitListening()
            let key = try await Self.key(world)
            let begin = Instant.now()
            var granted = 0
            for _ in 0..<200 {
                for worker in [world, other] { granted += await worker.isGranted(key) ? 1 : 0 }
            }
            let seconds = Double((Instant.now() - begin).wholeMicroseconds) / 1e6
            #expect(Double(granted) <= 24 * (1 + seconds) + 4)
        }
    }

    @Test func `a caller who asks now and then costs no round trip`() async throws {
        try await AccountsWorld.with(callerRate: 20) { world in
            let key = try await Self.key(world)
            #expect(try await world.caller(key) != nil)
            let before = world.database.statements.count
            #expect(try await world.caller(key) != nil)
            #expect(world.database.statements.count == before)
        }
    }

    @Test func `budgets of callers who went away don't stay`() async throws {
        try await AccountsWorld.with(callerRate: 1) { world in
            let database = try SynchronousDatabase(url: world.url)
            try database.run(Former.insert)
            let key = try await Self.key(world)
            while await world.isGranted(key) {}
            let left = try #require(database.run(Former.count).first).int64(0)
            #expect(left <= 48)
        }
    }

    /// Budgets that nobody has used for an hour.
    private enum Former: String, SQL {
        case insert = """
            INSERT INTO caller_budgets
            SELECT 'user:' || n, now() - interval '1 hour' FROM generate_series(1, 50) n
            """
        case count = """
            SELECT count(*) FROM caller_budgets WHERE whole_at < now() - interval '30 minutes'
            """
    }
}
