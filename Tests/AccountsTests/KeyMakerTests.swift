import API
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Accounts

/// A key carries its maker, its last use and its end, and ends with its maker's rights.
@Suite struct KeyMakerTests {
    private static let path = "/v1/auth/api-key/"
    private static let admin = #"{"user":{"id":"7","username":"ann"},"roles":["5"]}"#
    private static let demoted = #"{"user":{"id":"7","username":"ann"},"roles":[]}"#
    private static let unknown = #"{"message":"Unknown Member","code":10007}"#
    private static let role = """
        {"id":"2","name":"g","owner_id":"1","roles":[{"id":"2","position":0,"permissions":"0"},\
        {"id":"5","position":1,"permissions":"32"}]}
        """

    /// Ann administers guild 2, and makes a key there.
    @LoopActor
    private static func key(_ world: OAuthWorld, _ more: String = "") async throws -> String {
        world.fake.answers["guilds/2"] = .init(status: 200, body: role)
        world.fake.answers["members/7"] = .init(status: 200, body: admin)
        let made = try await world.worker.send(
            "POST", path, token: "ann.s-token", body: #"{"guild_id":"2"\#(more)}"#)
        #expect(made.status == 200, "\(made.body)")
        return try member("api_key", of: made.body)
    }

    /// As if so much time had passed since the maker was confirmed, on a worker that remembers nothing.
    @LoopActor
    private static func age(_ world: OAuthWorld, _ interval: String) throws {
        try SynchronousDatabase(url: world.worker.url).execute(
            script: """
                UPDATE api_keys SET created_at = created_at - interval '\(interval)',
                    maker_confirmed_at = maker_confirmed_at - interval '\(interval)'
                """)
        world.worker.credentials.revokedHere()
    }

    @LoopActor
    private static func keys(_ world: OAuthWorld) throws -> Int64 {
        try SynchronousDatabase(url: world.worker.url).run(Count.keys).first?.int64(0) ?? -1
    }

    private enum Count: String, SQL {
        case keys = "SELECT count(*) FROM api_keys"
        case confirmed =
            "SELECT count(*) FROM api_keys WHERE maker_confirmed_at > now() - interval '1 minute'"
        case used = "SELECT count(last_used_at) FROM api_keys"
    }

    @Test func `the list tells maker, last use and end, and a key says whose rights it has`()
        async throws
    {
        try await OAuthWorld.with(botToken: "bot") { world in
            let key = try await Self.key(world, #","expires_in":3600"#)
            let caller = try await world.worker.caller(key)
            #expect(caller?.person == Snowflake(rawValue: 7))
            let database = try SynchronousDatabase(url: world.worker.url)
            while try database.run(Count.used).first?.int64(0) == 0 {
                await sleep(for: .milliseconds(5))
            }
            let (status, list) = try await world.get("\(Self.path)?guild_id=2")
            #expect(status == 200)
            #expect(list.contains(#""maker_id":"7""#) || list.contains(#""maker_id":7"#))
            #expect(try member("last_used_at", of: list).hasSuffix("Z"))
            #expect(try member("expires_at", of: list).hasSuffix("Z"))
        }
    }

    @Test func `a key counts for nothing from its end on, remembered or not`() async throws {
        try await OAuthWorld.with(botToken: "bot") { world in
            let key = try await Self.key(world, #","expires_in":60"#)
            #expect(try await world.worker.caller(key) != nil)
            let database = try SynchronousDatabase(url: world.worker.url)
            try database.execute(
                script: "UPDATE api_keys SET expires_at = now() + interval '1 second'")
            world.worker.credentials.revokedHere()
            #expect(try await world.worker.caller(key) != nil)
            // It's remembered for 30 s, and yet ends in time.
            try await until { try await world.worker.caller(key) == nil }
            let list = try await world.get("\(Self.path)?guild_id=2")
            #expect(list.1.contains(#""api_keys":[]"#))
        }
    }

    @Test(arguments: ["59", "315360001", "\"soon\"", "null"])
    func `an end that is none is refused`(value: String) async throws {
        try await OAuthWorld.with { world in
            let made = try await world.worker.send(
                "POST", Self.path, token: "ann.s-token",
                body: #"{"guild_id":"2","expires_in":\#(value)}"#)
            #expect(made.status == 400)
            #expect(made.body.contains("expires_in"))
        }
    }

    @Test(arguments: [(200, demoted), (404, unknown)])
    func `a key ends once its maker doesn't administer the guild any more`(
        status: Int, body: String
    ) async throws {
        try await OAuthWorld.with(botToken: "bot") { world in
            let key = try await Self.key(world)
            world.fake.answers["members/7"] = .init(status: status, body: body)
            #expect(try await world.worker.caller(key) != nil)
            // After five minutes in the background: the request itself doesn't wait.
            try Self.age(world, "10 minutes")
            #expect(try await world.worker.caller(key) != nil)
            try await until { try await world.worker.caller(key) == nil }
            #expect(try Self.keys(world) == 0)
        }
    }

    @Test func `a key unused for long waits for what Discord says of its maker`() async throws {
        try await OAuthWorld.with(botToken: "bot") { world in
            let key = try await Self.key(world)
            try Self.age(world, "2 hours")
            world.fake.answers["members/7"] = .init(status: 500, body: "")
            await #expect(throws: (any Error).self) { try await world.worker.caller(key) }
            world.fake.answers["members/7"] = .init(status: 404, body: "<html>not here</html>")
            await #expect(throws: (any Error).self) { try await world.worker.caller(key) }
            #expect(try Self.keys(world) == 1)
            world.fake.answers["members/7"] = .init(status: 200, body: Self.admin)
            #expect(try await world.worker.caller(key) != nil)
            let database = try SynchronousDatabase(url: world.worker.url)
            #expect(try database.run(Count.confirmed).first?.int64(0) == 1)
            try Self.age(world, "2 hours")
            world.fake.answers["members/7"] = .init(status: 404, body: Self.unknown)
            #expect(try await world.worker.caller(key) == nil)
            #expect(try Self.keys(world) == 0)
        }
    }

    @Test func `while Discord is away a key that was confirmed within the hour works`()
        async throws
    {
        try await OAuthWorld.with(botToken: "bot") { world in
            let key = try await Self.key(world)
            world.fake.answers["members/7"] = .init(status: 500, body: "")
            try Self.age(world, "50 minutes")
            #expect(try await world.worker.caller(key) != nil)
            #expect(try Self.keys(world) == 1)
        }
    }

    @Test func `the fleet's keys have no maker, and nobody is asked about them`() async throws {
        try await OAuthWorld.with(botToken: "bot") { world in
            let made = try await world.worker.send(
                "POST", Self.path, token: world.worker.makeToken(), body: #"{"guild_id":"2"}"#)
            let key = try member("api_key", of: made.body)
            try Self.age(world, "2 hours")
            #expect(try await world.worker.caller(key)?.person == nil)
            #expect(world.fake.calls.isEmpty)
        }
    }
}
