import Discord
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

/// Every call that Kennel makes, as it goes over the wire, against Discord's description.
@Suite struct RequestConformanceTests {
    @Test func `every typed call is as described`() async throws {
        try await withEmulator { emulator in
            let scene = try RequestScene(emulator)
            try await scene.callGuild()
            try await scene.callChannels()
            try await scene.callMessages()
            try await scene.callReactions()
            try await scene.callInvitesAndUsers()
            let description = try DiscordDescription()
            for call in emulator.calls {
                #expect(
                    description.fault(of: call) == nil, "\(call.method) \(call.path) \(call.body)")
                #expect((200...204).contains(call.status ?? 0), "\(call.method) \(call.path)")
                #expect(call.userAgent?.hasPrefix("DiscordBot (") == true)
            }
            let made = Set(emulator.calls.map { "\($0.method) \($0.template ?? "")" })
            let all = Set(RouteTable.discord.routes.map { "\($0.method) \($0.template)" })
            #expect(all.subtracting(made) == RequestScene.neverMade)
        }
    }

    @Test func `a call that isn't as described is found`() async throws {
        let description = try DiscordDescription()
        try await withCaller { caller async throws in
            let channel = caller.world.addGuild().addChannel()
            let bad = [
                ("GET", "/channels/\(channel)/messages?limit=101", nil),
                ("GET", "/channels/\(channel)/messages?lim=1", nil),
                ("POST", "/channels/\(channel)/messages", #"{"contents": "a"}"#),
                ("POST", "/channels/\(channel)/messages", #"{"content": 1}"#),
                ("POST", "/channels/\(channel)/invites", nil),
                ("GET", "/channels/abc", nil), ("GET", "/channels/\(channel)", "{}"),
            ]
            for (method, target, body) in bad {
                _ = try await caller.ask(method, target, body)
                let call = try #require(caller.emulator.calls.last)
                #expect(description.fault(of: call) != nil, "\(method) \(target)")
            }
        }
    }
}

/// All typed calls of DiscordCalls, made by Kennel's own client.
@LoopActor
struct RequestScene {
    private let discord: DiscordCalls
    private let world: World
    private let guild: EmulatedGuild
    private let channel: Snowflake
    private let message: Snowflake
    private let role: Snowflake
    private let member: Snowflake
    private let wave: Emoji

    /// What the emulator has for others' sake.
    static let neverMade: Set = [
        "GET /guilds/{guild_id}/roles/{role_id}", "GET /channels/{channel_id}/invites",
        "DELETE /channels/{channel_id}/messages/{message_id}/reactions",
    ]

    init(_ emulator: DiscordEmulator) throws {
        world = emulator.world
        guild = world.addGuild()
        channel = guild.addChannel("general")
        message = guild.addMessage(in: channel)
        role = guild.addRole()
        member = guild.addMember()
        guild.vanity.code = "kennel"
        let emoji = world.newID()
        guild.emojis[emoji] = "wave"
        wave = Emoji(id: emoji, name: "wave")
        world.addUser(token: "oauth")
        world.addInteraction(token: "token", in: channel)
        discord = emulator.discord()
    }

    func callGuild() async throws {
        _ = try await discord.guild(guild.id)
        _ = try await discord.channels(of: guild.id)
        _ = try await discord.roles(of: guild.id)
        _ = try await discord.roleMemberCounts(of: guild.id)
        _ = try await discord.member(member, of: guild.id)
        _ = try await discord.members(of: guild.id)
        _ = try await discord.members(of: guild.id, after: member, limit: 1)
        try await discord.addRole(role, to: member, of: guild.id, reason: "größer")
        try await discord.removeRole(role, from: member, of: guild.id, reason: "r")
    }

    func callChannels() async throws {
        let category = try await discord.createChannel(
            ChannelDraft(name: "Numbers", type: 4), in: guild.id, reason: "r")
        let draft = ChannelDraft(
            name: "Members: 1", type: 2, parent: category, lockedFor: try await discord.botID())
        let made = try await discord.createChannel(draft, in: guild.id, reason: "r")
        _ = try await discord.details(of: made)
        _ = try await discord.renameChannel(made, to: "Members: 2", reason: "r")
        try await discord.deleteChannel(made, reason: "r")
    }

    func callMessages() async throws {
        var draft = MessageDraft(content: "hi <@\(member)>")
        draft.embeds = Array(#"[{"title": "t", "fields": [{"name": "n", "value": "v"}]}]"#.utf8)
        draft.components = Array(
            #"[{"type": 1, "components": [{"type": 2, "style": 1, "label": "l", "custom_id": "1"}]}]"#
                .utf8)
        draft.nonce = "nonce"
        draft.reply = message
        draft.mentionedUsers = [member]
        draft.mentionedRoles = [role]
        let posted = try await discord.createMessage(draft, in: .unproven(channel))
        _ = try await discord.message(posted.id, in: .unproven(channel))
        _ = try await discord.messages(in: .unproven(channel), limit: 100)
        _ = try await discord.messages(in: .unproven(channel), after: message, limit: 1)
        _ = try await discord.editMessage(
            posted.id, in: .unproven(channel), to: MessageDraft(content: "new"))
        try await discord.deleteMessage(posted.id, in: .unproven(channel), reason: "r")
        var answer = MessageDraft(content: "for you")
        answer.isEphemeral = true
        try await discord.answer(
            Interaction(application: world.application, token: "token"), with: answer)
    }

    func callReactions() async throws {
        for emoji in [Emoji.star, wave] {
            try await discord.addReaction(emoji, to: message, in: .unproven(channel))
            _ = try await discord.allReactions(emoji, on: message, in: .unproven(channel))
            _ = try await discord.reactions(
                emoji, on: message, in: .unproven(channel), type: .burst, after: member, limit: 1)
            try await discord.removeReaction(
                emoji, of: member, from: message, in: .unproven(channel))
            try await discord.removeOwnReaction(emoji, from: message, in: .unproven(channel))
            try await discord.clearReactions(emoji, from: message, in: .unproven(channel))
        }
    }

    func callInvitesAndUsers() async throws {
        let draft = InviteDraft(
            maximumUses: 100, maximumAge: 604_800, isTemporary: true, isUnique: true)
        let invite = try await discord.createInvite(draft, to: .unproven(channel), reason: "r")
        _ = try await discord.invites(of: guild.id)
        _ = try await discord.vanityURL(of: guild.id)
        _ = try await discord.deleteInvite(
            discord.invite(invite.code, of: guild.id), reason: "r")
        _ = try await discord.bot()
        _ = try await discord.user(member)
        _ = try await discord.names(of: member, in: guild.id)
        let authorization = try await discord.authorization(ofToken: "oauth")
        _ = try await discord.accepts(tokensOf: authorization.application)
        _ = try await discord.guilds(ofToken: "oauth")
    }
}
