import API
import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Accounts

/// When Discord is asked, and when not. A look-up is three calls: the token, a page of guilds, and what follows the page.
@Suite struct OAuthMemoryUseTests {
    private static let guild = "/sample/guild?guild_id=1"

    @Test func `a user is known for 60 s, and then asked for again`() async throws {
        try await OAuthWorld.with { world in
            for _ in 0..<3 { try await world.expect(200, Self.guild) }
            #expect(world.fake.calls.count == 3)
            world.pass(.milliseconds(59_999))
            world.fake.accounts["ann.s-token"]?.guilds[0].isOwner = false
            try await world.expect(200, Self.guild)
            world.pass(.milliseconds(1))
            try await world.expect(403, Self.guild)
            #expect(world.fake.calls.count == 6)
            world.pass(.seconds(60))
            world.fake.accounts = [:]
            try await world.expect(401, Self.guild)
            #expect(world.worker.credentials.oauth.asked.count == 3)
            #expect(world.worker.credentials.oauth.refused.count == 1)
            #expect(world.worker.credentials.oauth.memory.count == 1)
        }
    }

    @Test func `a refused token isn't shown to Discord at each request`() async throws {
        try await OAuthWorld.with { world in
            for _ in 0..<5 { try await world.expect(401, Self.guild, token: "wrong") }
            #expect(world.fake.calls.count == 1)
            world.pass(.seconds(60))
            try await world.expect(401, Self.guild, token: "wrong")
            // Discord's client remembers too that a token was refused, so that it may not be asked again.
            #expect(world.worker.credentials.oauth.asked.count == 2)
        }
    }

    @Test func `requests of one token that come together share one look-up`() async throws {
        try await OAuthWorld.with { world in
            world.fake.isHolding = true
            var statuses: [Int] = []
            for _ in 0..<30 {
                spawn { statuses.append((try? await world.status(Self.guild)) ?? 0) }
            }
            await until { world.fake.calls.count == 1 }
            world.fake.isHolding = false
            await until { statuses.count == 30 }
            #expect(Set(statuses) == [200])
            #expect(world.fake.calls.count == 3)
            #expect(world.oauth.asked.count == 1)
        }
    }

    @Test func `who can't wait is told so, and what comes later is remembered`() async throws {
        try await OAuthWorld.with { world in
            world.fake.isHolding = true
            let soon = Instant.now() + OAuthCallers.reserve + .milliseconds(50)
            await #expect(throws: DiscordError.unreachable("it gave no answer in time")) {
                _ = try await world.worker.caller("bob", deadline: soon)
            }
            world.fake.isHolding = false
            await until { world.oauth.memory.count == 1 }
            try await world.expect(200, "/sample/guild?guild_id=5", token: "bob")
            #expect(world.fake.calls.count == 3)
        }
    }

    @Test func `strangers can't make Discord be asked about any number of tokens at once`()
        async throws
    {
        try await OAuthWorld.with { world in
            world.fake.isHolding = true
            var ended = 0
            for number in 0..<OAuthCallers.mostLookups {
                spawn {
                    _ = try? await world.worker.caller(
                        "made-up-\(number)", from: Self.address(number))
                    ended += 1
                }
            }
            await until {
                world.oauth.asked.count == OAuthCallers.mostLookups
            }
            await #expect(throws: DiscordError.waitedTooLong) {
                _ = try await world.worker.caller("one-more", from: Self.address(1_000))
            }
            world.fake.isHolding = false
            await until { ended == OAuthCallers.mostLookups }
            let bob = try await world.worker.caller("bob")
            #expect(bob != nil)
        }
    }

    private static func address(_ number: Int) -> ClientAddress {
        ClientAddress("10.0.\(number / 256).\(number % 256)") ?? .unknown
    }
}
