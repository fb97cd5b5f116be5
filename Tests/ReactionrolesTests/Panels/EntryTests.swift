import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct EntryTests {
    static func emojis(_ count: Int) -> [String] {
        (0..<UInt32(count)).compactMap { Unicode.Scalar(0x1F400 + $0).map { String($0) } }
    }

    @Test(arguments: [("emoji", 20), ("button", 25), ("dropdown", 25)])
    func `one more than Discord takes is refused, also when all come at once on two workers`(
        type: String, limit: Int
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches(type))
            let role = place.guild.addRole()
            let emojis = Self.emojis(limit + 3)
            let answers = try await inParallel(limit + 3) { number in
                try await place.postEntry(
                    panel.id, roles: [role], emoji: emojis[number], worker: number % 2
                ).code
            }
            #expect(answers.count { $0 == nil } == limit, "\(answers)")
            #expect(answers.count { $0 == 422 } == 3, "\(answers)")
            let entries = try await place.entries(panel)
            #expect(entries.count == limit)
            if type == "emoji" {
                #expect(place.ownReactions(panel).count == limit)
            } else {
                #expect(place.shown(panel) == entries)
            }
            let more = try await place.postEntry(panel.id, roles: [role], emoji: "🍎")
            #expect(more.code == 422)
            #expect(more.message?.contains("at most \(limit)") == true, "\(more.said)")
        }
    }

    @Test func `a role in the place of the bot's highest, made after it, ranks below it`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let role = place.guild.addRole(position: 100)
            let answer = try await place.postEntry(panel.id, roles: [role], emoji: "🍎")
            #expect(answer.status == 200, "\(answer.said)")
        }
    }

    @Test func `nobody's entry gives rights that they lack, or a role not below their own`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let low = place.guild.addRole(position: 1)
            let mighty = place.guild.addRole(permissions: [.banMembers], position: 2)
            let managers = place.guild.addRole(permissions: [.manageGuild], position: 3)
            let high = place.guild.addRole(position: 4)
            let manager = place.guild.addMember(roles: [managers])
            let token = "user-\(manager)-of-\(place.guild.id)"
            func post(_ roles: [Snowflake], _ emoji: String, _ token: String) async throws
                -> InMemoryAnswer
            {
                try await place.postEntry(panel.id, roles: roles, emoji: emoji, token: token)
            }
            for roles in [[low, mighty], [high], [managers]] {
                let refused = try await post(roles, "🍎", token)
                #expect(refused.code == 422, "\(refused.said)")
                #expect(refused.message?.contains("'role_ids'") == true, "\(refused.said)")
            }
            #expect(try await place.entries(panel) == [])
            #expect(try await post([low], "🍎", token).status == 200)
            // Nobody is limited who has all rights.
            let administrators = place.guild.addRole(permissions: [.administrator], position: 1)
            let administrator = place.guild.addMember(roles: [administrators])
            let mightyTokens = [
                "user-\(place.guild.owner)-of-\(place.guild.id)",
                "user-\(administrator)-of-\(place.guild.id)", "service",
            ]
            for (mightyToken, emoji) in zip(mightyTokens, ["🍌", "🍐", "🍒"]) {
                #expect(try await post([mighty, high], emoji, mightyToken).status == 200)
            }
            let stranger = try await post([low], "🍓", "user-99-of-\(place.guild.id)")
            #expect(stranger.code == 422)
            place.emulator.faults.fail(
                "GET", "/guilds/*/members/\(manager)", status: 500, times: .max)
            #expect(try await post([low], "🍓", token).code == 804)
            #expect(try await place.entries(panel).count == 4)
        }
    }

    @Test
    func `roles that the bot can't give are refused with the reason, before anything changes`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let before = place.changes.count
            let good = place.guild.addRole()
            let cases: [(Snowflake, String)] = [
                (place.guild.addRole(position: 101), "not below the bot's highest"),
                (place.guild.addRole(isManaged: true), "belongs to a bot or an integration"),
                (place.guild.id, "is @everyone"),
                (id(12_345), "doesn't exist"),
            ]
            for (role, reason) in cases {
                let answer = try await place.postEntry(panel.id, roles: [good, role], emoji: "🍎")
                #expect(answer.code == 422)
                #expect(answer.message?.contains(reason) == true, "\(answer.said)")
            }
            place.guild.setBotPermissions(.everyone)
            let refused = try await place.postEntry(panel.id, roles: [good], emoji: "🍎")
            #expect(refused.code == 422)
            #expect(refused.message?.contains("lacks the permission") == true)
            #expect(place.changes.count == before)
            #expect(try await place.entries(panel) == [])
        }
    }

    @Test func `an emoji stands once on a panel`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let role = place.guild.addRole()
            #expect(try await place.postEntry(panel.id, roles: [role], emoji: "❤️").status == 200)
            #expect(try await place.postEntry(panel.id, roles: [role], emoji: "❤").code == 422)
            let nonsense = try await place.postEntry(panel.id, roles: [role], emoji: "abc")
            #expect(nonsense.code == 422, "\(nonsense.said)")
            #expect(try await place.entries(panel).count == 1)
        }
    }

    @Test(arguments: ["emoji", "button", "dropdown"])
    func `an entry that changes or goes shows so`(type: String) async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches(type))
            let first = try await place.makeEntry(panel, "🍎")
            let second = try await place.makeEntry(panel, "🍐")
            let path = "panel/\(panel.id)/entries/\(first.id)"
            let changed = try await place.ask(
                "PUT", path,
                "\"role_ids\":[\(second.role)],\"text\":\"New\",\"description\":null")
            #expect(changed.text(of: "reactionrole", "text") == "New", "\(changed.said)")
            if type != "emoji" {
                let text = place.message(panel)?.components.first?.text ?? ""
                #expect(text.contains("\"New\""))
                let long = String(repeating: "x", count: type == "button" ? 81 : 101)
                let refused = try await place.ask(
                    "PUT", path,
                    "\"role_ids\":[\(second.role)],\"text\":\"\(long)\",\"description\":null")
                #expect(refused.code == 422)
            }
            #expect(try await place.ask("DELETE", path).status == 200)
            #expect(try await place.entries(panel) == [second.id])
            if type == "emoji" {
                #expect(place.ownReactions(panel) == ["🍐"])
            } else {
                #expect(place.shown(panel) == [second.id])
            }
            #expect(try await place.ask("DELETE", path).code == 404)
        }
    }

    @Test func `a dropdown needs texts, and unknown panels and entries are 404 before limits`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("dropdown"))
            let role = place.guild.addRole()
            let answer = try await place.postEntry(
                panel.id, roles: [role], emoji: "🍎", text: nil)
            #expect(answer.code == 400)
            #expect(try await place.postEntry(panel.id, roles: [], emoji: "🍎").code == 422)
            #expect(try await place.postEntry("999", roles: [], emoji: "🍎").code == 404)
            #expect(try await place.postEntry("x", roles: [role], emoji: "🍎").code == 404)
        }
    }
}
