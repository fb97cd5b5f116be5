import Essentials
import EventLoop
import TestSupport
import Testing

@testable import DiscordEmulator

/// Every answer of the emulator against Discord's description.
@Suite struct AnswerConformanceTests {
    @Test func `every route is one of Discord's`() throws {
        let description = try DiscordDescription()
        for route in RouteTable.discord.routes {
            #expect(
                description.knows(route.method, route.template), "\(route.method) \(route.template)"
            )
        }
    }

    @Test func `every operation's good answer is as described`() async throws {
        try await withCaller { caller async throws in
            let scene = try await AnswerScene(caller)
            try await scene.callEverything()
            let called = Set(
                caller.emulator.calls.filter { ($0.status ?? 500) < 300 }
                    .map { "\($0.method) \($0.template ?? "")" })
            let all = Set(RouteTable.discord.routes.map { "\($0.method) \($0.template)" })
            #expect(all.subtracting(called).sorted() == [])
        }
    }

    @Test func `refusals and limits are as described`() async throws {
        try await withCaller { caller async throws in
            let scene = try await AnswerScene(caller)
            try await scene.callInVain()
            let statuses = Set(caller.emulator.calls.compactMap(\.status))
            #expect(statuses == [400, 401, 403, 404, 429])
        }
    }
}

/// A guild with a bit of everything, and calls whose answers are checked.
@LoopActor
struct AnswerScene {
    let caller: EmulatorCaller
    let guild: EmulatedGuild
    let channel: Snowflake
    let message: Snowflake
    let role: Snowflake
    let member: Snowflake
    private let description: DiscordDescription

    init(_ caller: EmulatorCaller) async throws {
        self.caller = caller
        description = try DiscordDescription()
        _ = try await caller.control(
            "PUT", "/world", readFile("\(Cluster.tree)/deploy/demo-guild.json"))
        guild = try #require(caller.world.botGuilds.first)
        channel = try guild.channel(named: .string("general"))
        role = try guild.role(named: .string("Reader"))
        message = try #require(guild.channel(channel)?.messages.first?.id)
        member = try #require(guild.members.keys.first { $0 != caller.world.bot.id })
        guild.vanity = EmulatedVanity(code: "kennel", uses: 3)
        guild.emojis[caller.world.newID()] = "wave"
        caller.world.limits.renames = nil
        caller.world.addInteraction(token: "token", in: channel)
        caller.world.addUser(token: "oauth")
    }

    /// Calls, and checks the answer.
    @discardableResult
    func ask(
        _ method: String, _ target: String, _ body: String? = nil, token: String? = "bot",
        at location: SourceLocation = #_sourceLocation
    ) async throws -> EmulatorAnswer {
        try await caller.ask(
            method, target, body, token: token, by: description, at: location)
    }

    func callEverything() async throws {
        try await callGuild()
        try await callChannels()
        try await callMessages()
        try await callReactions()
        try await callInvitesAndUsers()
    }

    private func callGuild() async throws {
        let base = "/guilds/\(guild.id)"
        for path in [
            "", "?with_counts=true", "/channels", "/roles", "/roles/\(role)",
            "/roles/member-counts",
            "/members?limit=100", "/members/\(member)", "/invites", "/vanity-url",
        ] { try await ask("GET", base + path) }
        guild.vanity.emptyAnswers = 1
        #expect(try await ask("GET", "\(base)/vanity-url").json["code"] == .null)
        guild.members[member]?.premiumSince = caller.world.clock.now
        guild.members[member]?.nickname = "nick"
        try await ask("GET", "\(base)/members/\(member)")
        try await ask("PUT", "\(base)/members/\(member)/roles/\(role)")
        try await ask("DELETE", "\(base)/members/\(member)/roles/\(role)")
    }

    private func callChannels() async throws {
        for type in [0, 2, 4, 5, 13, 15] {
            let made = try await ask(
                "POST", "/guilds/\(guild.id)/channels",
                #"{"name": "a b", "type": \#(type), "topic": "t", "permission_overwrites": "#
                    + #"[{"id": "\#(guild.id)", "type": 0, "allow": "0", "deny": "2048"}]}"#)
            let id = try #require(made.json["id"]?.string)
            try await ask("GET", "/channels/\(id)")
            try await ask("PATCH", "/channels/\(id)", #"{"name": "new", "nsfw": true}"#)
            try await ask("DELETE", "/channels/\(id)")
        }
    }

    private func callMessages() async throws {
        let base = "/channels/\(channel)/messages"
        let rich = #"""
            {"content": "hi <@\#(member)> <@&\#(role)>", "nonce": "n1", "enforce_nonce": true,
             "message_reference": {"message_id": "\#(message)"},
             "allowed_mentions": {"parse": ["users", "roles"]},
             "embeds": [{"title": "t", "url": "https://a.example", "color": 1, "description": "d",
               "timestamp": "2026-01-01T00:00:00.000Z", "author": {"name": "a"},
               "footer": {"text": "f"}, "image": {"url": "https://a.example/i.png"},
               "thumbnail": {"url": "https://a.example/t.png"},
               "fields": [{"name": "n", "value": "v", "inline": true}]}],
             "components": [
               {"type": 1, "components": [
                 {"type": 2, "style": 1, "label": "l", "custom_id": "1", "emoji": {"name": "⭐"}},
                 {"type": 2, "style": 5, "label": "l", "url": "https://a.example"}]},
               {"type": 1, "components": [
                 {"type": 3, "custom_id": "2", "placeholder": "p", "max_values": 2, "options": [
                   {"label": "a", "value": "1", "description": "d"},
                   {"label": "b", "value": "2", "emoji": {"id": "5", "name": "x"}}]}]}]}
            """#
        let posted = try await ask("POST", base, rich)
        #expect(posted.status == 200)
        let id = try #require(posted.json["id"]?.string)
        try await ask("PATCH", "\(base)/\(id)", #"{"content": "new"}"#)
        try await ask("GET", "\(base)/\(id)")
        try await ask("GET", "\(base)?limit=100")
        try await ask("DELETE", "\(base)/\(id)")
        try await ask(
            "POST", "/webhooks/\(caller.world.application)/token",
            #"{"content": "for you", "flags": 64}"#, token: nil)
    }

    private func callReactions() async throws {
        let base = "/channels/\(channel)/messages/\(message)/reactions"
        try await ask("PUT", "\(base)/%F0%9F%91%8D/@me")
        guild.react(EmulatedEmoji("👍"), to: message, in: channel, by: member, isBurst: true)
        try await ask("GET", "/channels/\(channel)/messages/\(message)")
        try await ask("GET", "\(base)/%F0%9F%91%8D?type=1&limit=100")
        try await ask("DELETE", "\(base)/%F0%9F%91%8D/\(member)")
        try await ask("DELETE", "\(base)/%F0%9F%91%8D/@me")
        try await ask("DELETE", "\(base)/%E2%AD%90")
        try await ask("DELETE", base)
    }

    private func callInvitesAndUsers() async throws {
        let made = try await ask(
            "POST", "/channels/\(channel)/invites", #"{"max_age": 60, "unique": true}"#)
        let code = try #require(made.json["code"]?.string)
        try await ask("GET", "/channels/\(channel)/invites")
        try await ask("GET", "/guilds/\(guild.id)/invites")
        try await ask("GET", "/invites/\(code)")
        try await ask("DELETE", "/invites/\(code)")
        try await ask("GET", "/users/@me")
        try await ask("GET", "/users/@me", token: "Bearer oauth")
        try await ask("GET", "/oauth2/@me", token: "Bearer oauth")
        try await ask("GET", "/applications/@me")
        try await ask("GET", "/users/\(member)")
        try await ask("GET", "/users/@me/guilds")
        try await ask("GET", "/users/@me/guilds", token: "Bearer demo-oauth-ada")
    }

    func callInVain() async throws {
        let base = "/channels/\(channel)/messages"
        try await ask("GET", "/guilds/1")
        try await ask("GET", "/channels/1")
        try await ask("GET", "/channels/abc")
        try await ask("GET", "\(base)/1")
        try await ask("GET", "\(base)?limit=101")
        try await ask("POST", base, #"{"content": ""}"#)
        try await ask("POST", base, "{")
        try await ask("POST", base, #"{"content": 1, "embeds": [{"color": -1, "fields": [{}]}]}"#)
        try await ask("PUT", "\(base)/\(message)/reactions/abc/@me")
        try await ask("DELETE", "/invites/none")
        try await ask("GET", "/guilds/\(guild.id)/members/1")
        try await ask("PUT", "/guilds/\(guild.id)/members/\(member)/roles/\(guild.id)")
        try await ask("POST", "/webhooks/\(caller.world.application)/none", #"{"content": "a"}"#)
        guild.setBotPermissions([.viewChannel])
        try await ask("POST", "/guilds/\(guild.id)/channels", #"{"name": "a"}"#)
        try await ask("GET", "/guilds/\(guild.id)/vanity-url")
        try await ask("GET", "/users/@me", token: "Bot wrong")
        caller.world.limits.rules = BucketRules(
            standard: BucketRule(0, per: .seconds(1)), own: [:])
        try await ask("GET", "/guilds/\(guild.id)")
        caller.world.limits.globalPerSecond = 0
        try await ask("GET", "/guilds/\(guild.id)")
    }
}
