import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// Join and leave messages go to the guild's own channels and nowhere else.
@Suite struct ChannelBoundaryTests {
    private static let names = ["join_messages_channel", "leave_messages_channel"]

    @Test(arguments: names)
    func `settings can't name another guild's channel, nor one that doesn't exist`(name: String)
        async throws
    {
        try await withGuild(.den) { guild async throws in
            let other = guild.emulator.world.addGuild(name: "Other")
            for channel in [other.addChannel(), guild.emulator.world.newID()] {
                for isOn in ["true", "false"] {
                    let on = name.replacing("channel", with: "enabled")
                    let content = name.replacing("messages_channel", with: "message_content")
                    let answer = try await guild.worker.put([
                        name: "\(channel)", on: isOn, content: "\"hi\"",
                    ])
                    #expect(answer.status == 422)
                    #expect(answer.message?.contains("'\(name)'") == true)
                }
            }
            let stored = try await guild.worker.ask("GET", "settings").text
            #expect(stored.contains(#""\#(name)":null"#))
        }
    }

    @Test(arguments: names)
    func `while Discord doesn't say whose a channel is, nothing is stored`(name: String)
        async throws
    {
        try await withGuild(.den) { guild async throws in
            let answers = ["404 page not found", #"{"message":"404: Not Found","code":0}"#]
            for body in answers {
                guild.emulator.faults.add(
                    .answer(status: 404, body: body), "GET", "/channels/*")
                let answer = try await guild.worker.put([name: "\(guild.channel)"])
                #expect(answer.code == 804)
            }
            #expect(try await guild.worker.put([name: "\(guild.channel)"]).status == 200)
            let asked = guild.emulator.calls("GET", "/channels/*").count
            guild.emulator.faults.fail("GET", "/channels/*", status: 500, times: 100)
            // Named before, so it isn't asked about again.
            #expect(try await guild.addWorker().put([name: "\(guild.channel)"]).status == 200)
            #expect(guild.emulator.calls("GET", "/channels/*").count == asked)
        }
    }

    @Test func `whatever is stored, no message goes to another guild`() async throws {
        try await withGuild(.den) { guild async throws in
            let other = guild.emulator.world.addGuild(name: "Other")
            let channel = other.addChannel()
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content": "\"hello\"",
                "leave_messages_enabled": "true", "leave_messages_channel": "\(guild.channel)",
                "leave_message_content": "\"bye\"",
            ])
            try guild.database.script(
                """
                UPDATE invite_tracker_settings
                SET join_messages_channel = \(channel), leave_messages_channel = \(channel)
                """)
            let member = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try await guild.worker.leave(member.rawValue).status == 200)
            #expect(other.channel(channel)?.messages.isEmpty == true)
            #expect(guild.emulator.calls("POST", "/**").isEmpty)
        }
    }
}
