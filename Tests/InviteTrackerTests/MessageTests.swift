import API
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

/// The messages about who comes and goes.
@Suite struct MessageTests {
    @Test func `a join message tells who invited whom, once however often the join is told`()
        async throws
    {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content":
                    #""<user_mention> came by <invite_code> of <inviter_mention>, who has <current_invite_count>""#,
            ])
            let member = guild.comes(by: .invite("den"))
            for _ in 0..<3 { #expect(try await guild.worker.join(member.rawValue).status == 200) }
            #expect(
                guild.messages.map(\.content) == [
                    "<@\(member)> came by den of <@\(inviter)>, who has 1"
                ])
            #expect(guild.messages.first?.mentions.users == [member, inviter])
        }
    }

    @Test func `a message that Discord failed is sent when the join is told again`() async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content": "\"hello\"",
            ])
            let member = guild.comes(by: .invite("den"))
            guild.emulator.faults.add(.garbage, "POST", "/channels/*/messages")
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            // The garbled answer hid that it had been sent; its nonce kept it from being sent twice.
            #expect(guild.messages.count == 1)
        }
    }

    @Test func `a channel that's gone doesn't fail the join`() async throws {
        try await withGuild(.den) {
            guild async throws in
            let channel = guild.guild.addChannel()
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(channel)",
                "join_message_content": "\"hello\"",
            ])
            guild.guild.removeChannel(channel)
            let member = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `no name mentions anybody`() async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content": #""Welcome <user_display_name> <@&55> <@66>""#,
            ])
            let world = guild.emulator.world
            let member = world.addUser("@everyone @here <@&77> <@88> <user_id>").id
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            let message = try #require(guild.messages.first)
            #expect(message.content.contains("@everyone"))
            #expect(message.content.contains("<user_id>"))
            #expect(!message.mentions.everyone)
            // Whether a role can be mentioned is up to the guild.
            let roles = message.allowedMentions?["roles"]?.elements ?? []
            #expect(roles.compactMap(\.id) == [55])
            #expect(message.mentions.users == [66])
        }
    }

    @Test func `a leave message is sent once, also for somebody of whom nothing is stored`()
        async throws
    {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "leave_messages_enabled": "true", "leave_messages_channel": "\(guild.channel)",
                "leave_message_content": #""<user_id> of <inviter_user_id> left <channel_id>""#,
            ])
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            guild.guild.removeMember(member)
            for _ in 0..<2 { #expect(try await guild.worker.leave(member.rawValue).status == 200) }
            for _ in 0..<2 { #expect(try await guild.worker.leave(4711).status == 200) }
            #expect(
                guild.messages.map(\.content) == [
                    "\(member) of <inviter_user_id> left <channel_id>",
                    "4711 of <inviter_user_id> left <channel_id>",
                ])
        }
    }

    @Test func `embeds are sent with their variables filled`() async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content": #""{\"embeds\":[{\"title\":\"Hello <user_id>\"}]}""#,
                "join_message_is_embed": "1",
            ])
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            #expect(guild.messages.first?.embeds.first?["title"]?.string == "Hello \(member)")
        }
    }
}

/// Making, deleting and listing invites.
@Suite struct InviteTests {
    @Test func `an invite is made, listed, told to who asked, and deleted`() async throws {
        try await withGuild { guild in
            let world = guild.emulator.world
            world.addInteraction(token: "asked", in: guild.channel)
            let interaction = "\"application_id\":\"\(world.application)\",\"token\":\"asked\""
            let made = try await guild.worker.ask(
                "POST", "invite",
                """
                "channel_id":"\(guild.channel)","max_uses":5,"max_age":60,"is_temporary":true,\(interaction)
                """)
            let code = try #require(made.data?.text("invite_code"), "\(made.said)")
            #expect(made.data?.text("invite_url") == "https://discord.gg/\(code)")
            #expect(guild.guild.invites[code]?.maximumUses == 5)
            #expect(guild.guild.invites[code]?.isTemporary == true)
            let listed = try await guild.worker.ask("GET", "invite-links").data?.list("invites")
            #expect(listed?.first?.text("invite_id") == code)
            #expect(listed?.first?.member("max_uses")?.int64() == 5)
            let gone = try await guild.worker.ask(
                "DELETE", "invite", "\"invite_code\":\"\(code)\",\(interaction)")
            #expect(gone.status == 200, "\(gone.said)")
            #expect(guild.guild.invites.isEmpty)
            #expect(
                try await guild.worker.ask("GET", "invite-links").data?.list("invites").count == 0)
            #expect(world.interaction("asked")?.followUps.map(\.isEphemeral) == [true, true])
            #expect(
                guild.worker.recorder.events.map(\.statistic) == [
                    "modules/invite_tracker/invite/created",
                    "modules/invite_tracker/invite/deleted",
                ])
        }
    }

    @Test func `nobody makes or deletes invites of another guild`() async throws {
        try await withGuild { guild in
            let other = guild.emulator.world.addGuild()
            let channel = other.addChannel()
            other.addInvite("theirs", to: channel)
            let made = try await guild.worker.ask(
                "POST", "invite",
                """
                "channel_id":"\(channel)","max_uses":0,"max_age":0,"is_temporary":false,
                "application_id":null,"token":null
                """)
            #expect(made.code == 422)
            let deleted = try await guild.worker.ask(
                "DELETE", "invite",
                #""invite_code":"theirs","application_id":null,"token":null"#)
            #expect(deleted.code == 422)
            #expect(other.invites.count == 1)
        }
    }

    @Test(arguments: [("max_uses", 101), ("max_uses", -1), ("max_age", 604_801)])
    func `an invite's limits are kept`(field: String, value: Int) async throws {
        try await withGuild { guild in
            let fields = ["max_uses": 0, "max_age": 0].merging([field: value]) { $1 }
                .map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
            let answer = try await guild.worker.ask(
                "POST", "invite",
                """
                "channel_id":"\(guild.channel)",\(fields),"is_temporary":false,"application_id":null,"token":null
                """)
            #expect(answer.code == 422)
            #expect(answer.message?.contains("'\(field)'") == true, "\(answer.said)")
        }
    }

    @Test func `what Discord refuses is told in its words`() async throws {
        try await withGuild { guild in
            guild.emulator.faults.fail(
                "POST", "/channels/*/invites", status: 403, code: 50_013,
                message: "Missing Permissions")
            let made = try await guild.worker.ask(
                "POST", "invite",
                """
                "channel_id":"\(guild.channel)","max_uses":0,"max_age":0,"is_temporary":false,
                "application_id":null,"token":null
                """)
            #expect(made.code == 804)
            #expect(made.message?.contains("Missing Permissions") == true, "\(made.said)")
            let unknown = try await guild.worker.ask(
                "DELETE", "invite", #""invite_code":"nope","application_id":null,"token":null"#)
            #expect(unknown.code == 422)
        }
    }

    @Test func `an invite that is told of is stored as Discord has it`() async throws {
        try await withGuild { guild in
            guild.guild.addInvite("new", to: guild.channel, by: inviter, maximumUses: 9)
            let told = try await guild.worker.ask(
                "POST", "events/invite/create",
                "\"invite_code\":\"new\",\"channel_id\":\"\(guild.channel)\"")
            #expect(told.status == 200, "\(told.said)")
            let listed = try await guild.worker.ask("GET", "invite-links").data?.list("invites")
            #expect(listed?.first?.text("owner_id") == "\(inviter)")
            #expect(listed?.first?.member("max_uses")?.int64() == 9)
            let unknown = try await guild.worker.ask(
                "POST", "events/invite/create",
                "\"invite_code\":12345,\"channel_id\":\"\(guild.channel)\"")
            #expect(unknown.code == 422)
            #expect(unknown.message?.contains("12345") == true)
        }
    }
}

/// What members may do about what is stored of them.
@Suite struct PrivacyTests {
    @Test func `entries are counted, deleted, and kept out`() async throws {
        try await withGuild(.den) {
            guild in
            let world = guild.emulator.world
            let member = world.addUser(id: 701, "Bello").id
            try await guild.worker.put(["join_message_content": #""Bello, Bello and Rex""#])
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            let ids = "privacy_member_id=\(member)"
            let counted = try await guild.worker.ask("GET", "privacy/get-user-entries", ids)
            #expect(counted.data?.member("id")?.int64() == 1)
            #expect(counted.data?.member("username")?.int64() == 2)
            // Once as the owner of the invite, once as the inviter of the member.
            let ofInviter = try await guild.worker.ask(
                "GET", "privacy/get-user-entries", "privacy_member_id=\(inviter)")
            #expect(ofInviter.data?.member("id")?.int64() == 2)
            let erased = try await guild.worker.ask(
                "DELETE", "privacy/delete-user-entries", "\"privacy_member_id\":\"\(inviter)\"")
            #expect(erased.data?.member("deleted")?.int64() == 2)
            let second = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(second.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [0, 0, 0])
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 2)
        }
    }

    @Test func `a join on its way while its member's entries are deleted isn't stored after it`()
        async throws
    {
        try await withGuild(.den) {
            guild in
            guild.emulator.faults.delay("GET", "/guilds/*/invites", by: .milliseconds(200))
            let race = Race()
            for member in [guild.comes(by: .invite("den")), inviter] {
                race.enter { _ = try await guild.worker.join(member.rawValue) }
            }
            let erased = try await guild.worker.ask(
                "DELETE", "privacy/delete-user-entries", "\"privacy_member_id\":\"\(inviter)\"")
            #expect(erased.status == 200)
            try await race.finish()
            let left = try guild.database.run(
                """
                SELECT concat_ws(' ', id, coalesce(member_id, -1), coalesce(inviter_id, -1), kind, joined_at, (SELECT erased_at FROM invite_tracker_erasures))
                FROM invite_tracker_uses
                WHERE \(inviter) IN (inviter_id, member_id)
                """)
            #expect(left.map { $0.string(0) } == [])
        }
    }
}
