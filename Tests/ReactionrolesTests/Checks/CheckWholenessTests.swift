import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

/// What a choice leaves is whole, whatever comes between.
@Suite struct CheckWholenessTests {
    private static let roles = "/guilds/*/members/*/roles/*"

    @Test(arguments: ["button", "emoji"])
    func `a role that two choices give stays until the last of them goes`(type: String) async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches(type))
            let base = place.guild.addRole("base")
            var entries: [TestEntry] = []
            for emoji in ["🍎", "🍐"] {
                let role = place.guild.addRole(emoji)
                let answer = try await place.postEntry(
                    panel.id, roles: [base, role], emoji: emoji)
                let id = try #require(answer.text(of: "reactionrole", "entry_id"))
                entries.append(TestEntry(id: id, role: role, emoji: emoji))
            }
            let member = place.guild.addMember()
            @LoopActor func toggle(_ entry: TestEntry, _ isOn: Bool) async throws {
                let answer =
                    if type == "button" {
                        try await place.click(panel, entry, by: member)
                    } else if isOn {
                        try await place.react(panel, entry.emoji, by: member)
                    } else {
                        try await place.unreact(panel, entry.emoji, by: member)
                    }
                #expect(answer.status == 200, "\(answer.said)")
            }
            for entry in entries { try await toggle(entry, true) }
            #expect(place.roles(of: member) == [base, entries[0].role, entries[1].role])
            try await toggle(entries[0], false)
            #expect(place.roles(of: member) == [base, entries[1].role])
            try await toggle(entries[1], false)
            #expect(place.roles(of: member).isEmpty)
        }
    }

    @Test func `a choice stands although an old role is above the bot now, and it says so`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button", limit: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let member = place.guild.addMember()
            _ = try await place.click(panel, apple, by: member)
            place.guild.roles[apple.role]?.position = 101
            let answer = try await place.click(panel, pear, by: member)
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.text.contains("<@&\(apple.role)> could not be taken from you"))
            #expect(place.roles(of: member) == [apple.role, pear.role])
            // Once it can be taken again, the next choice does.
            place.guild.roles[apple.role]?.position = 1
            let plum = try await place.makeEntry(panel, "🍑")
            _ = try await place.click(panel, plum, by: member)
            #expect(place.roles(of: member) == [plum.role])
        }
    }

    @Test(arguments: [false, true])
    func `a swap that a killed worker left half-way isn't turned round by a later sync`(
        isExecuted: Bool
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("emoji", limit: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let member = place.guild.addMember()
            _ = try await place.react(panel, "🍎", by: member)
            try await place.killWorker(in: "DELETE", Self.roles, isExecuted: isExecuted) {
                try await place.react(panel, "🍐", by: member)
            }
            try await place.upkeep(worker: 1)
            #expect(place.roles(of: member) == [pear.role])
            for _ in 0..<2 {
                let answer = try await place.ask("POST", "panel/\(panel.id)/sync", worker: 1)
                #expect(answer.status == 200, "\(answer.said)")
                #expect(place.roles(of: member) == [pear.role])
            }
            #expect(place.roles(of: member).isDisjoint(with: [apple.role]))
        }
    }

    @Test func `a role given anew elsewhere goes with that entry`() async throws {
        try await withPlace { place in
            let (one, two) = (
                try await place.makePanel(Place.switches("button")),
                try await place.makePanel(Place.switches("button"))
            )
            let apple = try await place.makeEntry(one, "🍎")
            let answer = try await place.postEntry(two.id, roles: [apple.role], emoji: "🍐")
            let id = try #require(answer.text(of: "reactionrole", "entry_id"))
            let pear = TestEntry(id: id, role: apple.role, emoji: "🍐")
            let (taken, kept) = (place.guild.addMember(), place.guild.addMember())
            for member in [taken, kept] { _ = try await place.click(one, apple, by: member) }
            // A moderator takes it from one of them, who then gets it from the other panel.
            place.guild.setRoles([], of: taken)
            _ = try await place.click(two, pear, by: taken)
            #expect(place.roles(of: taken) == [apple.role])
            _ = try await place.ask("DELETE", "panel/\(two.id)/entries/\(pear.id)")
            for _ in 0..<2 { try await place.upkeep() }
            #expect(place.roles(of: taken).isEmpty)
            #expect(place.roles(of: kept) == [apple.role])
        }
    }

    @Test func `a check under way while the module is disabled is 800 and leaves no role`()
        async throws
    {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            place.emulator.faults.add(.hang, "PUT", Self.roles)
            let answer = Promise<InMemoryAnswer?>()
            spawn { answer.fulfil(try? await place.click(panel, apple, by: member)) }
            await until { place.emulator.faults.hanging == 1 }
            #expect(try await place.ask("POST", "disable", worker: 1).status == 200)
            place.emulator.faults.clear()
            #expect(await answer.value?.code == 800)
            #expect(place.roles(of: member).isEmpty)
        }
    }

    @Test func `many clicks of one member at a slow Discord are 804 and say what they waited for`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            place.emulator.faults.add(.hang, "PUT", Self.roles, times: .max)
            spawn { _ = try? await place.click(panel, apple, by: member) }
            await until { place.emulator.faults.hanging == 1 }
            let late = try await place.click(panel, apple, by: member)
            #expect(late.code == 804, "\(late.said)")
            #expect(late.message?.contains("Other changes of this member's roles") == true)
            place.emulator.faults.clear()
        }
    }

    @Test(arguments: ["someone-elses", "kennel:other:1", ""])
    func `a component that is no panel's is 404, and nobody is told anything`(id: String)
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let interaction = place.emulator.world.addInteraction(
                token: "one", in: place.channel)
            let plain = place.guild.addMessage(in: place.channel)
            for message in [panel.message, plain] {
                let component = id.isEmpty ? "kennel:reactionrole:\(panel.id)" : id
                if id.isEmpty, message == panel.message { continue }
                let answer = try await place.ask(
                    "POST", "check",
                    """
                    "message_id":"\(message)","channel_id":"\(place.channel)","interaction_type":"component",
                    "interaction_custom_id":"\(component)","interaction_value":null,
                    "interaction_id_token":"one","application_id":"\(place.emulator.world.application)",
                    "member_id":"7"
                    """)
                #expect(answer.code == 404, "\(answer.said)")
            }
            #expect(interaction.followUps.isEmpty)
        }
    }

    @Test
    func `reactions that a check has no time for are heeded in the background, and it says so`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let apple = try await place.makeEntry(panel, "🍎")
            let members = (0..<60).map { _ in place.guild.addMember() }
            for member in members {
                place.guild.react(
                    EmulatedEmoji("🍎"), to: panel.message, in: place.channel, by: member)
            }
            place.emulator.faults.delay(
                "PUT", Self.roles, by: .milliseconds(400), times: 30)
            let answer = try await place.tell("reaction_add", panel, "🍎", by: nil)
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.text.contains("are left: they are heeded in the background"))
            let reads = place.emulator.calls("GET", "/channels/*/messages/*/reactions/*").count
            let again = try await place.tell("reaction_add", panel, "🍎", by: nil)
            #expect(again.text.contains("compared in the background"), "\(again.said)")
            #expect(
                place.emulator.calls("GET", "/channels/*/messages/*/reactions/*").count == reads)
            for _ in 0..<4 { try await place.upkeep() }
            #expect(members.allSatisfy { place.roles(of: $0) == [apple.role] })
        }
    }

    @Test
    func `where the change can't be noted the member is told that it is being made, and it is`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            let interaction = place.emulator.world.addInteraction(
                token: "one", in: place.channel)
            place.emulator.faults.add(.hang, "PUT", Self.roles)
            let answer = Promise<InMemoryAnswer?>()
            spawn {
                answer.fulfil(try? await place.click(panel, apple, by: member, token: "one"))
            }
            await until { place.emulator.faults.hanging == 1 }
            try place.sql(
                "ALTER TABLE reactionroles_grants ADD CONSTRAINT full_disk CHECK (state = 0) NOT VALID"
            )
            place.emulator.faults.clear()
            #expect(await answer.value?.code == 803)
            #expect(interaction.followUps.map(\.content) == [CheckWords.beingChanged])
            try place.sql("ALTER TABLE reactionroles_grants DROP CONSTRAINT full_disk")
            for _ in 0..<2 { try await place.upkeep() }
            #expect(place.roles(of: member) == [apple.role])
            let again = try await place.click(panel, apple, by: member, token: "one")
            #expect(again.text.contains("You now have"), "\(again.said)")
            #expect(place.roles(of: member) == [apple.role])
        }
    }
}
