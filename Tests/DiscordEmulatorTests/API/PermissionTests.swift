import Essentials
import TestSupport
import Testing

@testable import DiscordEmulator

@Suite struct PermissionTests {
    /// Each permission, and a call that nobody without it can make.
    @Test(arguments: [
        (PermissionBits.viewChannel, "GET", "", 50001), (.sendMessages, "POST", "/messages", 50013),
        (.manageChannels, "PATCH", "", 50013), (.manageChannels, "DELETE", "", 50013),
        (.createInstantInvite, "POST", "/invites", 50013),
        (.manageChannels, "GET", "/invites", 50013),
        (.addReactions, "PUT", "/messages/M/reactions/%E2%AD%90/@me", 50013),
        (.manageMessages, "DELETE", "/messages/M/reactions/%E2%AD%90", 50013),
        (.manageMessages, "DELETE", "/messages/M", 50013),
        (.readMessageHistory, "GET", "/messages/M", 50013),
    ])
    func `a call without its permission is refused, with it or as administrator it's done`(
        _ permission: PermissionBits, _ method: String, _ path: String, _ code: Int
    ) async throws {
        try await withCaller { caller async throws in
            for bits in [PermissionBits.bot, .administrator, .bot.subtracting(permission)] {
                let guild = caller.world.addGuild(botPermissions: bits)
                guild.roles[guild.id]?.permissions = []
                let channel = guild.addChannel()
                let message = guild.addMessage(in: channel)
                let target = path.split(separator: "M", omittingEmptySubsequences: false)
                    .joined(separator: path.contains("/M") ? "\(message)" : "M")
                let body = method == "POST" || method == "PATCH" ? #"{"content": "a"}"# : nil
                let answer = try await caller.ask(
                    method, "/channels/\(channel)\(target)", body)
                if bits == .bot || bits == .administrator {
                    #expect((200...204).contains(answer.status), "\(answer.text)")
                } else {
                    #expect(answer.status == 403)
                    #expect(answer.code == code)
                }
            }
        }
    }

    @Test func `overwrites count: everyone's, then the roles', then the member's own`() async throws
    {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let channel = guild.addChannel()
            let role = guild.addRole()
            let bot = caller.world.bot.id
            let own = try #require(guild.members[bot]?.roles)
            guild.setRoles(own + [role], of: bot)
            let ask = { try await caller.ask("GET", "/channels/\(channel)").status }
            var overwrites = [PermissionOverwrite(.role, guild.id, deny: .viewChannel)]
            guild.setOverwrites(overwrites, of: channel)
            #expect(try await ask() == 403)
            overwrites.append(PermissionOverwrite(.role, role, allow: .viewChannel))
            guild.setOverwrites(overwrites, of: channel)
            #expect(try await ask() == 200)
            overwrites.append(PermissionOverwrite(.member, bot, deny: .viewChannel))
            guild.setOverwrites(overwrites, of: channel)
            #expect(try await ask() == 403)
            guild.owner = bot
            #expect(try await ask() == 200)
        }
    }

    @Test func `who can't join a voice channel can't rename it`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let deny = PermissionOverwrite(.role, guild.id, deny: .connect)
            let channel = guild.addChannel(type: EmulatedChannel.voice, overwrites: [deny])
            let refused = try await caller.ask("PATCH", "/channels/\(channel)", #"{"name": "a"}"#)
            #expect(refused.code == 50001)
            let allow = PermissionOverwrite(.member, caller.world.bot.id, allow: .connect)
            guild.setOverwrites([deny, allow], of: channel)
            let done = try await caller.ask("PATCH", "/channels/\(channel)", #"{"name": "a"}"#)
            #expect(done.status == 200)
        }
    }

    @Test func `roles are given only below the bot's, and never managed ones`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild()
            let member = guild.addMember()
            let below = guild.addRole()
            let above = guild.addRole(position: 101)
            let managed = guild.addRole(isManaged: true)
            let put = { (role: Snowflake) in
                try await caller.ask("PUT", "/guilds/\(guild.id)/members/\(member)/roles/\(role)")
            }
            #expect(try await put(below).status == 204)
            #expect(try await put(below).status == 204)
            #expect(guild.members[member]?.roles == [below])
            #expect(try await put(above).code == 50013)
            #expect(try await put(managed).code == 50028)
            #expect(try await put(guild.id).code == 50028)
            #expect(try await put(caller.world.newID()).code == 10011)
            #expect(guild.members[member]?.roles == [below])
            let path = "/guilds/\(guild.id)/members"
            #expect(
                try await caller.ask("PUT", "\(path)/\(caller.world.newID())/roles/\(below)").code
                    == 10013)
            let stranger = caller.world.addUser().id
            #expect(
                try await caller.ask("PUT", "\(path)/\(stranger)/roles/\(below)").code == 10007)
            let taken = try await caller.ask("DELETE", "\(path)/\(member)/roles/\(below)")
            #expect(taken.status == 204)
            #expect(guild.members[member]?.roles == [])
            let counts = try await caller.ask("GET", "/guilds/\(guild.id)/roles/member-counts")
            #expect(counts.json["\(below)"]?.integer == 0)
            #expect(counts.json["\(guild.id)"] == nil)
        }
    }

    @Test func `tokens and User-Agent are asked for`() async throws {
        try await withCaller { caller async throws in
            caller.world.addUser(token: "oauth", scopes: ["identify"])
            let guild = caller.world.addGuild()
            for token in [nil, "Bot wrong", "Bearer wrong", caller.world.token, "Bearer oauth"] {
                let answer = try await caller.ask("GET", "/guilds/\(guild.id)", token: token)
                #expect(answer.status == 401)
                #expect(answer.json["message"]?.string == "401: Unauthorized")
            }
            let identity = try await caller.ask("GET", "/users/@me", token: "Bearer oauth")
            #expect(identity.status == 200)
            let guilds = try await caller.ask("GET", "/users/@me/guilds", token: "Bearer oauth")
            #expect(guilds.status == 401)
            caller.world.revoke(token: "oauth")
            let late = try await caller.ask("GET", "/users/@me", token: "Bearer oauth")
            #expect(late.status == 401)
            #expect(try await caller.ask("GET", "/users/@me", headers: []).status == 403)
        }
    }

    @Test func `guilds without the bot are unknown or out of reach`() async throws {
        try await withCaller { caller async throws in
            let guild = caller.world.addGuild(hasBot: false)
            let channel = guild.addChannel()
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)").code == 10004)
            #expect(try await caller.ask("GET", "/guilds/\(guild.id)/channels").code == 50001)
            #expect(try await caller.ask("GET", "/channels/\(channel)").code == 50001)
            #expect(try await caller.ask("GET", "/users/@me/guilds").json == .array([]))
        }
    }

    @Test func `a user's guilds tell what they may there`() async throws {
        try await withCaller { caller async throws in
            let ada = caller.world.addUser("ada", token: "ada")
            let own = caller.world.addGuild(owner: ada.id)
            let other = caller.world.addGuild()
            let role = other.addRole(permissions: .manageGuild)
            other.addMember(ada.id, roles: [role])
            caller.world.addGuild()
            let list = try await caller.ask("GET", "/users/@me/guilds", token: "Bearer ada").json
            #expect(list.elements.compactMap { $0["id"]?.id } == [own.id, other.id])
            #expect(list[0]?["owner"]?.bool == true)
            let bits = list[1]?["permissions"]?.string.flatMap { PermissionBits(decimal: $0) }
            #expect(bits?.contains(.manageGuild) == true)
            #expect(bits?.contains(.administrator) == false)
        }
    }
}
