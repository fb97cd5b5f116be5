import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

/// Kennel's own client against the emulator, over a socket.
@Suite struct ClientTests {
    @Test func `a message that the client posts stands in the channel`() async throws {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild(name: "Kennel")
            let channel = guild.addChannel("general")
            let discord = emulator.discord()
            let message = try await discord.createMessage(
                MessageDraft(content: "hi"), in: .unproven(channel))
            #expect(guild.message(message.id, in: channel)?.content == "hi")
            #expect(try await discord.message(message.id, in: .unproven(channel)).content == "hi")
            #expect(try await discord.guild(guild.id).memberCount == 2)
            #expect(emulator.calls.map(\.status) == [200, 200, 200])
        }
    }

    @Test func `a refusal comes with Discord's code`() async throws {
        try await withEmulator { emulator in
            let unknown = emulator.world.newID()
            let error = await #expect(throws: DiscordError.self) {
                _ = try await emulator.discord().channel(unknown)
            }
            #expect(error?.isGone(.channel) == true)
        }
    }

    @Test func `reactions of both kinds come back over pages`() async throws {
        try await withEmulator { emulator in
            let guild = emulator.world.addGuild()
            let channel = guild.addChannel()
            let message = guild.addMessage("look", in: channel)
            for number in 0..<130 {
                let user = guild.addMember()
                guild.react(to: message, in: channel, by: user, isBurst: number % 13 == 0)
            }
            let discord = emulator.discord()
            let users = try await discord.allReactions(.star, on: message, in: .unproven(channel))
            #expect(users.count == 130)
            #expect(emulator.calls("GET", "/channels/*/messages/*/reactions/*").count == 3)
            // A page that lacks some isn't the last one.
            emulator.world.shortPages = ShortPages(missing: 1, times: 1)
            let again = try await discord.allReactions(.star, on: message, in: .unproven(channel))
            #expect(again.count == 130)
        }
    }
}
