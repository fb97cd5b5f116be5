import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct PanelSyncTests {
    @Test func `500 missed reactions are listed, then heeded, then known`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            let members = (0..<500).map { _ in place.guild.addMember() }
            for (number, member) in members.enumerated() {
                place.guild.react(
                    EmulatedEmoji("🍎"), to: panel.message, in: place.channel, by: member,
                    isBurst: number % 5 == 0)
            }
            let path = "panel/\(panel.id)/sync"
            let dry = try await place.ask("POST", path, "\"dry_run\":true")
            #expect(dry.count("given") == 500, "\(dry.said)")
            #expect(members.allSatisfy { place.roles(of: $0).isEmpty })
            let first = try await place.ask("POST", path)
            #expect(first.status == 200, "\(first.said)")
            // What the request had no time for goes on in the background.
            for _ in 0..<5 { try await place.upkeep() }
            #expect(members.allSatisfy { place.roles(of: $0) == [entry.role] })
            let again = try await place.ask("POST", path)
            #expect(again.count("given") == 0 && again.number("unchanged") == 0)
            place.emulator.clearCalls()
            for member in members.prefix(3) {
                place.guild.unreact(
                    EmulatedEmoji("🍎"), from: panel.message, in: place.channel, by: member)
            }
            let taken = try await place.ask("POST", path)
            #expect(taken.count("taken") == 3)
            #expect(place.roles(of: members[0]).isEmpty)
            #expect(place.changes.count == 3)
        }
    }

    @Test
    func
        `a member who has two reactions under the limit keeps one role, however often it's synced`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji", limit: true))
            _ = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let member = place.guild.addMember()
            for emoji in ["🍎", "🍐"] {
                place.guild.react(
                    EmulatedEmoji(emoji), to: panel.message, in: place.channel, by: member)
            }
            for _ in 0..<3 {
                #expect(
                    try await place.ask("POST", "panel/\(panel.id)/sync").status == 200)
                #expect(place.roles(of: member) == [pear.role])
            }
        }
    }

    @Test func `an administrator may, others not, and only emoji panels have reactions`()
        async throws
    {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let path = "panel/\(panel.id)/sync"
            let key = "key-of-\(place.guild.id)"
            #expect(try await place.ask("POST", path, token: key).status == 200)
            #expect(try await place.ask("POST", path, token: "key-of-5").code == 403)
            let other = try await place.makePanel(Place.switches("button"))
            #expect(try await place.ask("POST", "panel/\(other.id)/sync").code == 422)
            place.guild.removeMessage(panel.message, in: place.channel)
            _ = try await place.postEntry(
                panel.id, roles: [place.guild.addRole()], emoji: "🍎")
            #expect(try await place.ask("POST", path).code == 404)
        }
    }
}
