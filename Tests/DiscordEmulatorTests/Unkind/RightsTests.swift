import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

/// What the bot may not, beside what `PermissionTests` tries.
@Suite struct RightsTests {
    @Test func `who is timed out sees and reads, and can do nothing else`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let (channel, role) = (guild.addChannel(), guild.addRole())
            let message = guild.addMessage(in: channel)
            let timeOut =
                #"{"guild": "\#(guild.id)", "user": "\#(caller.world.bot.id)", "seconds": 60}"#
            try await caller.act("POST", "/timeout", timeOut)
            let ask = { (method: String, path: String, body: String?) in
                try await caller.ask(method, path, body, by: description)
            }
            let path = "/channels/\(channel)/messages"
            let post = { try await ask("POST", path, #"{"content": "a"}"#) }
            #expect(try await ask("GET", "\(path)/\(message)", nil).status == 200)
            #expect(try await post().code == 50013)
            #expect(
                try await ask("PUT", "\(path)/\(message)/reactions/%E2%AD%90/@me", nil).code
                    == 50013)
            let give = "/guilds/\(guild.id)/members/\(guild.owner)/roles/\(role)"
            #expect(try await ask("PUT", give, nil).code == 50013)
            let member = try await ask(
                "GET", "/guilds/\(guild.id)/members/\(caller.world.bot.id)", nil)
            #expect(member.json["communication_disabled_until"]?.string != nil)
            caller.world.clock.advance(by: .seconds(60))
            #expect(try await post().status == 200)
        }
    }

    @Test func `administrators are never timed out`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild(botPermissions: .administrator)
            let channel = guild.addChannel()
            guild.members[caller.world.bot.id]?.timedOutUntil =
                caller.world.clock.now + .seconds(60)
            let posted = try await caller.ask(
                "POST", "/channels/\(channel)/messages", #"{"content": "a"}"#)
            #expect(posted.status == 200)
        }
    }

    @Test(arguments: [
        (PermissionBits.manageRoles, "PUT", "/guilds/G/members/M/roles/R", 50013),
        (.manageRoles, "DELETE", "/guilds/G/members/M/roles/R", 50013),
        (.manageChannels, "POST", "/guilds/G/channels", 50013),
        (.manageGuild, "GET", "/guilds/G/invites", 50013),
        (.manageGuild, "GET", "/guilds/G/vanity-url", 50013),
        (.embedLinks, "POST", "/channels/C/messages", 50013),
        (.viewChannel, "POST", "/channels/C/messages", 50001),
        (.viewChannel, "PUT", "/channels/C/messages/X/reactions/%E2%AD%90/@me", 50001),
        (.readMessageHistory, "PUT", "/channels/C/messages/X/reactions/%E2%AD%90/@me", 50013),
        (.manageMessages, "DELETE", "/channels/C/messages/X/reactions/%E2%AD%90/M", 50013),
    ])
    func `a right that is taken by control is missed with Discord's code`(
        _ permission: PermissionBits, _ method: String, _ path: String, _ code: Int
    ) async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            guild.vanity = EmulatedVanity(code: "kennel")
            let (channel, role) = (guild.addChannel(), guild.addRole())
            let message = guild.addMessage(in: channel)
            let target = path.replacing("/G/", with: "/\(guild.id)/")
                .replacing("/C/", with: "/\(channel)/").replacing("/R", with: "/\(role)")
                .replacing("/M", with: "/\(guild.owner)").replacing("/X/", with: "/\(message)/")
            let body = method == "POST" ? #"{"name": "a", "embeds": [{"title": "t"}]}"# : nil
            let bits = PermissionBits.bot.subtracting(permission).rawValue
            let everyone = #"{"guild": "\#(guild.id)", "role": "@everyone", "permissions": "0"}"#
            try await caller.act("PATCH", "/roles", everyone)
            let granted = try await caller.ask(method, target, body, by: description)
            #expect((200...204).contains(granted.status))
            try await caller.act(
                "POST", "/bot-permissions", #"{"guild": "\#(guild.id)", "permissions": "\#(bits)"}"#
            )
            // Who has reacted already needs no right to do so again.
            guild.message(message, in: channel)?.clearReactions(.star)
            let refused = try await caller.ask(method, target, body, by: description)
            #expect(refused.status == 403)
            #expect(refused.code == code)
        }
    }

    @Test func `who can't read back can't reply, and finds no messages`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            guild.roles[guild.id]?.permissions = []
            let channel = guild.addChannel()
            let message = guild.addMessage(in: channel)
            guild.setBotPermissions([.viewChannel, .sendMessages])
            let path = "/channels/\(channel)/messages"
            let reply = try await caller.ask(
                "POST", path,
                #"{"content": "a", "message_reference": {"message_id": "\#(message)"}}"#,
                by: description)
            #expect(reply.status == 403)
            #expect(reply.code == 160002)
            #expect(try await caller.ask("GET", path, by: description).json == .array([]))
        }
    }
}
