import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Reactionroles

/// Discord fails, or a worker dies, in the middle of a change.
@Suite struct PanelFailureTests {
    private static let effects: [Fault.Effect] = [
        .fail(status: 403, code: 50001), .fail(status: 404), .fail(status: 500),
        .fail(status: 503), .garbage, .drop(.beforeExecuting), .drop(.afterExecuting),
        .drop(.halfway), .limit(scope: .user, retryAfter: 60),
    ]

    @Test(arguments: ["emoji", "button"], effects.indices)
    func `an entry that Discord won't show is 804, and message and rows agree`(
        type: String, number: Int
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches(type))
            let kept = try await place.makeEntry(panel, "🍎")
            let role = place.guild.addRole()
            let (method, path) =
                type == "emoji"
                ? ("PUT", "/channels/*/messages/*/reactions/*/@me")
                : ("PATCH", "/channels/*/messages/*")
            place.emulator.faults.add(Self.effects[number], method, path, times: 100)
            let answer = try await place.postEntry(panel.id, roles: [role], emoji: "🍐")
            place.emulator.faults.clear()
            try await place.settle(panel, worker: 1)
            // A reaction's answer isn't read, so that garbage does no harm there.
            if answer.status != 200 { #expect(answer.code == 804, "\(answer.said)") }
            let entries = try await place.entries(panel)
            #expect(entries.count == (answer.status == 200 ? 2 : 1))
            #expect(entries.first == kept.id)
            if type == "emoji" {
                #expect(place.ownReactions(panel).count == entries.count)
            } else {
                #expect(place.shown(panel) == entries)
            }
        }
    }

    @Test(arguments: effects.indices)
    func `a deletion that fails is undone, or the panel goes with its message`(
        number: Int
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            place.emulator.faults.add(
                Self.effects[number], "DELETE", "/channels/*/messages/*", times: 100)
            let answer = try await place.ask("DELETE", "panel/\(panel.id)")
            place.emulator.faults.clear()
            try await place.settle(panel, worker: 1)
            let shown = try await place.ask("GET", "panel/\(panel.id)")
            #expect((shown.status == 200) == (place.message(panel) != nil), "\(answer.said)")
            if number == 0 { #expect(answer.code == 804 && shown.status == 200) }
        }
    }

    @Test func `a posting whose answer is lost leaves neither message nor row`() async throws {
        try await withPlace(workers: 2) { place in
            for content in ["Choose", #"{"embeds":[{"title":"a"}]}"#] {
                let isEmbed = content != "Choose"
                place.emulator.faults.add(
                    .drop(.afterExecuting), "POST", "/channels/*/messages", times: 100)
                let answer = try await place.postPanel(
                    Place.switches("emoji"), content: content, isEmbed: isEmbed)
                #expect(answer.code == 804, "\(answer.said)")
                place.emulator.faults.clear()
                #expect(place.guild.channel(place.channel)?.messages.count == 1)
                #expect(try await place.ask("GET", "panels").number("total") == 0)
                try await place.upkeep(worker: 1)
                #expect(place.guild.channel(place.channel)?.messages.count == 0)
                #expect(try place.number("SELECT count(*) FROM reactionroles_panels") == 0)
            }
        }
    }

    @Test(arguments: [false, true])
    func `a worker killed between database and Discord leaves nothing between`(
        isExecuted: Bool
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let kept = try await place.makeEntry(panel, "🍎")
            let role = place.guild.addRole()
            try await place.killWorker(
                in: "PATCH", "/channels/*/messages/*", isExecuted: isExecuted
            ) { try await place.postEntry(panel.id, roles: [role], emoji: "🍐") }
            #expect(place.shown(panel).count == (isExecuted ? 2 : 1))
            try await place.upkeep(worker: 1)
            #expect(place.shown(panel) == [kept.id])
            let rows = try await place.ask("GET", "panel/\(panel.id)/entries", worker: 1)
            #expect(rows.count("reactionroles") == 1)
        }
    }

    @Test func `without a database reads are 802, changes change nothing`() async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button"))
            place.workers[0].database.stop()
            #expect(try await place.ask("GET", "panels").code == 802)
            let before = place.changes.count
            let role = place.guild.addRole()
            let answer = try await place.postEntry(panel.id, roles: [role], emoji: "🍎")
            #expect(answer.code == 802 || answer.code == 803)
            #expect(place.changes.count == before)
            let disabled = try await place.ask("POST", "disable")
            #expect(disabled.code == 803)
        }
    }
}

extension Place {
    /// Repairs until nothing is left to repair.
    func settle(_ panel: TestPanel, worker: Int = 0) async throws {
        for _ in 0..<3 { try await upkeep(worker: worker) }
        let left = try number("SELECT count(*) FROM effects")
        if left != 0 { throw TestFailure("\(left) effects are still in doubt") }
    }
}
