import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct RateLimitTests {
    @Test func `a bucket fills, tells so, and empties when its window ends`() async throws {
        try await withCaller { caller async throws in
            caller.world.clock.freeze()
            caller.world.limits.rules = .likeDiscord
            let channel = caller.world.addGuild().addChannel()
            let post = {
                try await caller.ask("POST", "/channels/\(channel)/messages", #"{"content": "a"}"#)
            }
            let first = try await post()
            #expect(first.header("x-ratelimit-limit") == "5")
            #expect(first.header("x-ratelimit-remaining") == "4")
            #expect(first.header("x-ratelimit-reset-after") == "5.000")
            for _ in 0..<4 { #expect(try await post().status == 200) }
            caller.world.clock.advance(by: .milliseconds(1500))
            let limited = try await post()
            #expect(limited.status == 429)
            #expect(limited.json["retry_after"]?.number == 3.5)
            #expect(limited.json["global"]?.bool == false)
            #expect(limited.header("retry-after") == "4")
            #expect(limited.header("x-ratelimit-scope") == "user")
            #expect(limited.header("x-ratelimit-remaining") == "0")
            caller.world.clock.advance(by: .milliseconds(3500))
            #expect(try await post().status == 200)
        }
    }

    @Test func `buckets are per channel, and shared by an emoji's calls`() async throws {
        try await withCaller { caller async throws in
            caller.world.clock.freeze()
            caller.world.limits.rules = BucketRules(
                standard: BucketRule(1, per: .seconds(1)), own: [:])
            let guild = caller.world.addGuild()
            let (one, two) = (guild.addChannel(), guild.addChannel())
            #expect(try await caller.ask("GET", "/channels/\(one)").status == 200)
            #expect(try await caller.ask("GET", "/channels/\(one)").status == 429)
            let other = try await caller.ask("GET", "/channels/\(two)")
            #expect(other.status == 200)
            let message = guild.addMessage(in: one)
            let path = "/channels/\(one)/messages/\(message)/reactions/%E2%AD%90/@me"
            let put = try await caller.ask("PUT", path)
            #expect(put.status == 204)
            let delete = try await caller.ask("DELETE", path)
            #expect(delete.status == 429)
            #expect(
                put.header("x-ratelimit-bucket") == delete.header("x-ratelimit-bucket"))
            #expect(
                put.header("x-ratelimit-bucket") != other.header("x-ratelimit-bucket"))
        }
    }

    @Test func `the bot's calls a second are limited over everything but interactions`()
        async throws
    {
        try await withCaller { caller async throws in
            caller.world.clock.freeze()
            caller.world.limits.globalPerSecond = 50
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            caller.world.addUser(token: "oauth")
            for _ in 0..<25 {
                #expect(try await caller.ask("GET", "/guilds/\(guild.id)").status == 200)
                #expect(try await caller.ask("GET", "/channels/\(channel)").status == 200)
            }
            let limited = try await caller.ask("GET", "/users/@me")
            #expect(limited.status == 429)
            #expect(limited.json["global"]?.bool == true)
            #expect(limited.header("x-ratelimit-global") == "true")
            #expect(limited.header("x-ratelimit-scope") == "global")
            caller.world.addInteraction(token: "t", in: channel)
            let path = "/webhooks/\(caller.world.application)/t"
            #expect(
                try await caller.ask("POST", path, #"{"content": "a"}"#, token: nil).status == 200)
            #expect(try await caller.ask("GET", "/users/@me", token: "Bearer oauth").status == 200)
            caller.world.clock.advance(by: .seconds(1))
            #expect(try await caller.ask("GET", "/users/@me").status == 200)
            #expect(caller.emulator.load.limited == 1)
            #expect(caller.emulator.load.total == 52)
        }
    }

    @Test func `a channel's name changes twice in ten minutes, whatever the headers say`()
        async throws
    {
        try await withCaller { caller async throws in
            caller.world.clock.freeze()
            let channel = caller.world.addGuild().addChannel(type: EmulatedChannel.voice)
            let rename = { (name: String) in
                try await caller.ask("PATCH", "/channels/\(channel)", #"{"name": "\#(name)"}"#)
            }
            #expect(try await rename("a").status == 200)
            #expect(try await rename("b").status == 200)
            caller.world.clock.advance(by: .seconds(60))
            let limited = try await rename("c")
            #expect(limited.status == 429)
            #expect(limited.json["retry_after"]?.number == 540)
            #expect(limited.header("x-ratelimit-remaining") != "0")
            let other = try await caller.ask("PATCH", "/channels/\(channel)", #"{"nsfw": true}"#)
            #expect(other.status == 200)
            caller.world.clock.advance(by: .seconds(540))
            #expect(try await rename("c").status == 200)
            #expect(caller.world.channel(channel)?.name == "c")
        }
    }

    @Test func `the meter finds the busiest second wherever it begins`() {
        var meter = LoadMeter()
        let start = Instant(nanoseconds: 1_000_000_000)
        for millisecond in [0, 900, 950, 1000, 1100, 1899, 1901, 5000] {
            meter.note(start + .milliseconds(millisecond))
        }
        #expect(meter.greatestPerSecond == 5)
        #expect(meter.total == 8)
        #expect(meter.meanPerSecond == 1.4)
    }

    @Test(arguments: [LimitScope.user, .global, .shared])
    func `a fault gives a 429 of each scope`(_ scope: LimitScope) async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            caller.emulator.faults.limit("GET", "/guilds/*", scope: scope, retryAfter: 0.25)
            let answer = try await caller.ask("GET", "/guilds/\(guild.id)")
            #expect(answer.status == 429)
            #expect(answer.header("x-ratelimit-scope") == scope.rawValue)
            #expect(answer.header("x-ratelimit-global") == (scope == .global ? "true" : nil))
            #expect((answer.header("x-ratelimit-bucket") == nil) == (scope == .global))
            #expect(answer.json["retry_after"]?.number == 0.25)
        }
    }
}
