import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres
import Testing

@testable import Accounts

/// What callers hear while Discord doesn't answer as it should: never that their token is wrong.
@Suite struct OAuthBadDayTests {
    private static let guild = "/sample/guild?guild_id=1"

    @Test(arguments: [
        ("@me", 500, "", "Discord answered 500"),
        ("@me", 403, #"{"message":"Missing Access","code":50001}"#, "Missing Access (50001)"),
        ("guilds", 500, "{}", "Discord answered 500"),
        ("guilds", 404, #"{"message":"Unknown","code":1}"#, "Unknown (1)"),
        ("@me", 200, "<html>", "can't be read"), ("@me", 200, "{}", "can't be read"),
        ("guilds", 200, "{\"a\":1}", "can't be read"), ("guilds", 200, "", "can't be read"),
        ("@me", 302, "", "redirect"),
    ])
    func `another answer than the right one or a refusal is 804 in words, and not remembered`(
        path: String, status: Int, body: String, words: String
    ) async throws {
        try await OAuthWorld.with { world in
            world.fake.answers[path] = .init(status: status, body: body)
            let (answered, text) = try await world.get(Self.guild)
            #expect(answered == 502)
            #expect(text.contains(#""code":804"#))
            #expect(text.contains(words), "\(text)")
            #expect(world.oauth.failures.count == 1)
            world.fake.answers = [:]
            try await world.expect(200, Self.guild)
        }
    }

    @Test func `a rate limit that lasts too long is 804, and others' tokens go on`() async throws {
        try await OAuthWorld.with { world in
            world.fake.answers["@me"] = .init(
                status: 429,
                body:
                    #"{"message":"You are being rate limited.","retry_after":600.0,"global":false}"#,
                headers: [
                    .init("Retry-After", "600"), .init("X-RateLimit-Scope", "user"),
                ])
            let (answered, text) = try await world.get(Self.guild)
            #expect(answered == 502)
            #expect(text.contains("rate limits"))
            world.fake.answers = [:]
            try await world.expect(200, "/sample/guild?guild_id=5", token: "bob")
        }
    }

    @Test func `a refusal of the list of guilds refuses the token`() async throws {
        try await OAuthWorld.with { world in
            world.fake.answers["guilds"] = .init(
                status: 401, body: #"{"message":"401: Unauthorized"}"#)
            try await world.expect(401, Self.guild)
        }
    }

    @Test func `with nobody at Discord's address a caller hears so`() async throws {
        try await OAuthWorld.with { world in
            world.fake.stop()
            let (answered, text) = try await world.get(Self.guild)
            #expect(answered == 502)
            #expect(text.contains("can't be reached"))
        }
    }

    @Test func `without the database OAuth callers are known all the same`() async throws {
        try await OAuthWorld.with { world in
            world.worker.database.stop()
            try await world.expect(200, Self.guild)
        }
    }
}
