import API
import DiscordEmulator
import Essentials
import EventLoop
import Modules
import TestSupport
import Testing

@testable import Discord

/// Which ids become proofs that they are a guild's, and what Discord is asked for that.
@Suite struct GuildChannelTests {
    @Test func `a guild's channel is proven by one call, however many ask at once`() async throws {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild()
            let channel = guild.addChannel()
            let discord = emulator.discord()
            await together(20) {
                _ = try? await discord.channel(channel, of: guild.id)
            }
            let proof = try await discord.channel(channel, of: guild.id)
            #expect(proof == GuildChannel(proven: channel, of: guild.id))
            #expect(try await discord.details(of: proof).id == channel)
            #expect(emulator.calls.count == 1)
        }
    }

    @Test func `another guild's channel is no channel of this one, and asked for once`()
        async throws
    {
        try await withEmulator { emulator in
            let (own, other) = (emulator.world.addGuild(), emulator.world.addGuild())
            let channel = other.addChannel()
            let discord = emulator.discord()
            for _ in 0..<3 {
                let error = await failure { () throws(DiscordError) in
                    try await discord.channel(channel, of: own.id)
                }
                #expect(error == .foreign(.channel))
                #expect(error?.effect == DiscordError.Effect.none)
            }
            _ = try await discord.channel(channel, of: other.id)
            #expect(emulator.calls.count == 1)
        }
    }

    @Test func `a request that names another guild's channel gets a 422 with the field`()
        async throws
    {
        try await withEmulator { emulator in
            let (own, other) = (emulator.world.addGuild(), emulator.world.addGuild())
            let channel = other.addChannel()
            let discord = emulator.discord()
            let named = await #expect(throws: APIError.self) {
                _ = try await discord.channel(channel, of: own.id, field: "channel_id")
            }
            #expect(
                named
                    == .unprocessable(
                        "Field 'channel_id' names a channel of another guild.", field: "channel_id")
            )
            let setting = await #expect(throws: APIError.self) {
                try await discord.require(channel, of: own.id, field: "starboard_channel")
            }
            let words =
                "Field 'starboard_channel' names no channel of this guild that the bot can see."
            #expect(setting == .unprocessable(words, field: "starboard_channel"))
        }
    }

    @Test func `a setting's channel that Discord doesn't tell of is neither taken nor refused`()
        async throws
    {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild()
            let channel = guild.addChannel()
            let discord = emulator.discord()
            for body in ["404 page not found", #"{"message":"404: Not Found","code":0}"#] {
                emulator.faults.add(.answer(status: 404, body: body), "GET", "/channels/*")
                await #expect(throws: DiscordError.self) {
                    try await discord.require(channel, of: guild.id, field: "starboard_channel")
                }
            }
            try await discord.require(channel, of: guild.id, field: "starboard_channel")
            #expect(emulator.calls.count == 3)
        }
    }

    @Test func `without a bot nothing is checked, and nothing can be sent`() async throws {
        try await onLoop {
            let discord = DiscordClient(log: .silent).acting(until: .now() + .seconds(15))
            try await discord.require(4, of: 1, field: "starboard_channel")
            let error = await failure { () throws(DiscordError) in
                try await discord.channel(4, of: 1)
            }
            #expect(error == .notConfigured)
        }
    }

    @Test func `an invite is proven by where it leads to`() async throws {
        try await withEmulator { emulator in
            let (own, other) = (emulator.world.addGuild(), emulator.world.addGuild())
            let discord = emulator.discord()
            let draft = InviteDraft(
                maximumUses: 0, maximumAge: 0, isTemporary: false, isUnique: true)
            let channel = try await discord.channel(other.addChannel(), of: other.id)
            let invite = try await discord.createInvite(draft, to: channel, reason: "r")
            let error = await failure { () throws(DiscordError) in
                try await discord.invite(invite.code, of: own.id)
            }
            #expect(error == .foreign(.invite))
            #expect(try await discord.invite(invite.code, of: other.id).code == invite.code)
        }
    }
}
