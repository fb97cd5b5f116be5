import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

/// Nonces belong to who wrote with them.
@Suite struct NonceTests {
    private static let body = #"{"content": "a", "nonce": "n", "enforce_nonce": true}"#

    @Test func `another author's message with the same nonce is another message`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let path = "/channels/\(channel)/messages"
            let others = try await caller.act(
                "POST", "/messages",
                #"{"channel": "\#(channel)", "author": "\#(guild.owner)", "nonce": "n"}"#)
            let own = try await caller.ask("POST", path, Self.body, by: description).json
            #expect(own["id"] != others["id"])
            #expect(own["author"]?["id"]?.id == caller.world.bot.id)
            let listed = try await caller.ask("GET", path, by: description).json
            #expect(listed.elements.map { $0["nonce"]?.string } == ["n", "n"])
        }
    }

    @Test func `the same author's nonce gives back the first message, in another channel too`()
        async throws
    {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let (one, two) = (guild.addChannel(), guild.addChannel())
            let first = try await caller.ask("POST", "/channels/\(one)/messages", Self.body).json
            let second = try await caller.ask("POST", "/channels/\(two)/messages", Self.body).json
            #expect(first["id"] == second["id"])
            #expect(second["channel_id"]?.id == one)
            #expect(guild.channel(two)?.messages.isEmpty == true)
        }
    }

    @Test func `a message that control put there in the bot's name has its nonce`() async throws {
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let put = try await caller.act(
                "POST", "/messages",
                #"{"channel": "\#(channel)", "author": "\#(caller.world.bot.id)", "nonce": "n"}"#)
            let posted = try await caller.ask("POST", "/channels/\(channel)/messages", Self.body)
            #expect(posted.json["id"] == put["id"])
        }
    }
}
