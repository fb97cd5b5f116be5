import API
import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Accounts

/// Only tokens that were issued to our applications count.
@Suite struct OAuthAudienceTests {
    @Test
    func
        `a token that another application got from the same user is none, and not asked about again`()
        async throws
    {
        try await onLoop {
            let discord = FakeDiscord()
            try discord.start()
            defer { discord.stop() }
            discord.accounts["ours"] = .init(id: 7, application: 1, guilds: [(5, true, 0)])
            discord.accounts["theirs"] = .init(id: 7, application: 2, guilds: [(5, true, 0)])
            let callers = OAuthCallers(discord: discord.client())
            #expect(try await callers.caller(text: "ours")?.administers(5) == true)
            for _ in 0..<3 { #expect(try await callers.caller(text: "theirs") == nil) }
            // Its guilds aren't even asked for.
            #expect(discord.calls.count { $0.hasPrefix("/api/v10/users/@me/guilds") } == 2)
            #expect(discord.calls.count { $0 == "/api/v10/oauth2/@me" } == 2)
        }
    }

    @Test func `without configured ones the bot's own application counts, which is asked for once`()
        async throws
    {
        try await onLoop {
            let discord = FakeDiscord()
            try discord.start()
            defer { discord.stop() }
            for name in ["a", "b", "c"] {
                discord.accounts[name] = .init(id: 7, application: name == "c" ? 2 : 1)
            }
            let callers = OAuthCallers(
                discord: discord.client(botToken: "bot", applications: []))
            #expect(try await callers.caller(text: "a") != nil)
            #expect(try await callers.caller(text: "b") != nil)
            #expect(try await callers.caller(text: "c") == nil)
            #expect(discord.calls.count { $0 == "/api/v10/applications/@me" } == 1)
        }
    }

    @Test func `with neither a bot nor configured applications nobody's token counts`() async throws
    {
        try await onLoop {
            let discord = FakeDiscord()
            try discord.start()
            defer { discord.stop() }
            discord.accounts["a"] = .init(id: 7)
            let callers = OAuthCallers(discord: discord.client(applications: []))
            #expect(try await callers.caller(text: "a") == nil)
        }
    }

    @Test(arguments: ["/oauth2/@me", "/users/@me/guilds", "/applications/@me"])
    func `a 404 that isn't Discord's says nothing of a token`(path: String) async throws {
        try await onLoop {
            let discord = FakeDiscord()
            try discord.start()
            defer { discord.stop() }
            discord.accounts["a"] = .init(id: 7)
            let callers = OAuthCallers(
                discord: discord.client(botToken: "bot", applications: []))
            discord.answers[path] = .init(status: 404, body: "404 page not found")
            await #expect(throws: DiscordError.self) { _ = try await callers.caller(text: "a") }
            discord.answers = [:]
            #expect(try await callers.caller(text: "a") != nil)
        }
    }

    @Test func `a short page of guilds isn't the last, two are`() async throws {
        try await onLoop {
            let discord = FakeDiscord()
            try discord.start()
            defer { discord.stop() }
            discord.accounts["a"] = .init(id: 7, guilds: (1...399).map { (Int64($0), true, 0) })
            discord.missing = [100]
            let callers = OAuthCallers(discord: discord.client())
            let caller = try await callers.caller(text: "a")
            #expect(caller?.administers(399) == true)
        }
    }

    @Test(arguments: ["36893488147419103240", "8", "00008"])
    func `permissions may have any number of bits`(text: String) {
        #expect(Permissions(decimal: text).contains(.administrator))
        #expect(Permissions(decimal: "-8").isEmpty && Permissions(decimal: "8x").isEmpty)
    }
}

extension OAuthCallers {
    fileprivate func caller(text: String) async throws -> Caller? {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: text.utf8)
        return try await caller(
            bearer: UnsafeRawBufferPointer(bytes), from: .unknown,
            deadline: .now() + .seconds(15))
    }
}
