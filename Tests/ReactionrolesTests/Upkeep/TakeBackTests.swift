import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct TakeBackTests {
    @Test(arguments: [true, false], ["entries", "panel"])
    func `a deleted entry takes back what was got here, and nothing else`(
        takesBack: Bool, what: String
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button", back: takesBack))
            let entry = try await place.makeEntry(panel, "🍎")
            let members = (0..<30).map { _ in place.guild.addMember() }
            for member in members {
                #expect(try await place.click(panel, entry, by: member).status == 200)
            }
            let other = place.guild.addMember(roles: [entry.role])
            place.guild.removeMember(members[0])
            let path = what == "entries" ? "/entries/\(entry.id)" : ""
            #expect(
                try await place.ask("DELETE", "panel/\(panel.id)\(path)").status == 200)
            for _ in 0..<3 { try await place.upkeep(worker: 1) }
            #expect(
                members.dropFirst().allSatisfy {
                    place.roles(of: $0) == (takesBack ? [] : [entry.role])
                })
            #expect(place.roles(of: other) == [entry.role])
            #expect(try place.number("SELECT count(*) FROM reactionroles_grants") == 0)
            #expect(try place.number("SELECT count(*) FROM effects") == 0)
        }
    }

    @Test func `a role whose taking broke off goes with its entry`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("emoji"))
            let entry = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            _ = try await place.react(panel, "🍎", by: member)
            try place.sql(
                "UPDATE reactionroles_grants SET state = \(GrantState.takingHeeded.rawValue)")
            _ = try await place.ask("DELETE", "panel/\(panel.id)/entries/\(entry.id)")
            try await place.upkeep()
            #expect(place.roles(of: member).isEmpty)
        }
    }

    @Test func `what Discord can't do now is done later, also by another worker`() async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let entry = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            _ = try await place.click(panel, entry, by: member)
            _ = try await place.ask("DELETE", "panel/\(panel.id)/entries/\(entry.id)")
            place.emulator.faults.add(
                .drop(.beforeExecuting), "DELETE", "/guilds/*/members/*/roles/*", times: 100)
            try await place.upkeep()
            #expect(place.roles(of: member) == [entry.role])
            place.emulator.faults.clear()
            try await place.upkeep(worker: 1)
            #expect(place.roles(of: member).isEmpty)
        }
    }
}
