import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Reactionroles

/// A 404 that isn't Discord's (a proxy's, an edge's) says nothing: no panel, entry or grant goes for it, and nothing is done twice.
@Suite struct ForeignAnswerTests {
    /// Every call that the module makes.
    private static let calls = [
        ("GET", "/channels/*"), ("GET", "/channels/*/messages/*"),
        ("GET", "/channels/*/messages/*/reactions/*"), ("POST", "/channels/*/messages"),
        ("PATCH", "/channels/*/messages/*"), ("DELETE", "/channels/*/messages/*"),
        ("PUT", "/channels/*/messages/*/reactions/*/@me"),
        ("DELETE", "/channels/*/messages/*/reactions/**"), ("GET", "/guilds/*/roles"),
        ("GET", "/guilds/*/members/*"), ("PUT", "/guilds/*/members/*/roles/*"),
        ("DELETE", "/guilds/*/members/*/roles/*"), ("POST", "/webhooks/**"),
    ]

    @Test(arguments: calls.indices, ["emoji", "button"])
    func `a 404 that isn't Discord's drops nothing and doubles nothing`(
        number: Int, type: String
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches(type))
            let apple = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let (owner, comer) = (place.guild.addMember(), place.guild.addMember())
            #expect(try await Self.choose(panel, apple, by: owner, in: place).status == 200)
            let (method, path) = Self.calls[number]
            let answer = foreignAnswers[number % foreignAnswers.count]
            place.emulator.faults.add(
                .answer(status: 404, body: answer), method, path, times: .max)
            _ = try await Self.choose(panel, pear, by: comer, in: place)
            _ = try await place.postEntry(panel.id, roles: [apple.role], emoji: "🍒")
            let change =
                "\(Place.switches(type)),\"message_content\":\"New\",\"message_is_embed\":false"
            _ = try await place.ask("PUT", "panel/\(panel.id)", change)
            _ = try await place.ask("POST", "panel/\(panel.id)/sync")
            _ = try await place.postPanel(Place.switches(type))
            try await place.upkeep(worker: 1)
            place.emulator.faults.clear()
            for _ in 0..<3 { try await place.upkeep(worker: 1) }

            #expect(try await place.ask("GET", "panel/\(panel.id)").status == 200)
            let entries = try await place.entries(panel)
            #expect(Set(entries).isSuperset(of: [apple.id, pear.id]))
            let panels = try await place.ask("GET", "panels").number("total") ?? 0
            #expect(place.guild.channel(place.channel)?.messages.count == Int(panels))
            if type == "emoji" {
                #expect(place.ownReactions(panel).count == entries.count)
            } else {
                #expect(place.shown(panel) == entries)
            }
            #expect(place.roles(of: owner) == [apple.role])
            for member in [owner, comer] {
                let given = try place.sql(
                    """
                    SELECT role_id FROM reactionroles_grants WHERE member_id = \(member) AND state = 1
                    """)
                #expect(Set(given.map { $0.snowflake(0) }) == place.roles(of: member))
            }
        }
    }

    @LoopActor
    private static func choose(
        _ panel: TestPanel, _ entry: TestEntry, by member: Snowflake, in place: Place
    ) async throws -> InMemoryAnswer {
        panel.type == "emoji"
            ? try await place.react(panel, entry.emoji, by: member)
            : try await place.click(panel, entry, by: member, token: "t\(member)")
    }

    @Test func `whatever is stored, nothing is sent to another guild's channel`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let other = place.emulator.world.addGuild(name: "Other")
            let channel = other.addChannel()
            let message = other.addMessage("Ours", in: channel, by: place.emulator.world.bot.id)
            try place.sql(
                """
                UPDATE reactionroles_panels SET channel_id = \(channel), message_id = \(message)
                """)
            place.emulator.clearCalls()
            let change =
                "\(Place.switches("button")),\"message_content\":\"New\",\"message_is_embed\":false"
            for (method, path, fields) in [
                ("PUT", "panel/\(panel.id)", change), ("POST", "panel/\(panel.id)/sync", ""),
                ("DELETE", "panel/\(panel.id)/entries/\(apple.id)", ""),
                ("DELETE", "panel/\(panel.id)", ""),
            ] {
                _ = try await place.ask(method, path, fields)
            }
            _ = try await place.postEntry(panel.id, roles: [apple.role], emoji: "🍐")
            for _ in 0..<3 { try await place.upkeep() }
            #expect(place.changes.isEmpty)
            #expect(place.emulator.calls("GET", "/channels/*/messages/**").isEmpty)
            #expect(other.channel(channel)?.messages.map(\.content) == ["Ours"])
        }
    }

    @Test(arguments: [true, false])
    func `no panel is made in another guild's channel, nor of its message`(
        isRegistered: Bool
    ) async throws {
        try await withPlace { place in
            let other = place.emulator.world.addGuild(name: "Other")
            let channel = other.addChannel()
            let message = other.addMessage("Ours", in: channel)
            let source =
                isRegistered
                ? "\"is_register\":true,\"register_message_id\":\"\(message)\""
                : "\"is_register\":false,\"is_embed\":false,\"content\":\"Choose\""
            let answer = try await place.ask(
                "POST", "panels",
                "\(source),\"channel_id\":\(channel),\(Place.switches("emoji"))")
            #expect(answer.code == 422, "\(answer.said)")
            #expect(answer.message?.contains("'channel_id'") == true)
            #expect(place.changes.isEmpty)
            #expect(try place.number("SELECT count(*) FROM reactionroles_panels") == 0)
        }
    }
}
