import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Reactionroles

/// Discord fails, or a worker dies, while a member's roles change.
@Suite struct CheckFailureTests {
    private static let roles = "/guilds/*/members/*/roles/*"

    private static let effects: [Fault.Effect] = [
        .fail(status: 403, code: 50013), .fail(status: 404, code: 10011), .fail(status: 500),
        .drop(.beforeExecuting), .drop(.afterExecuting),
        .limit(scope: .user, retryAfter: 60),
    ]
    private static let isLoss = [false, false, true, true, true, false]

    @Test(arguments: effects.indices, ["PUT", "DELETE"])
    func `a swap that Discord breaks off is taken back`(number: Int, method: String) async throws {
        // What the bot may not take any more keeps nobody from choosing: see CheckWholenessTests.
        guard number > 0 || method == "PUT" else { return }
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button", limit: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let member = place.guild.addMember()
            #expect(try await place.click(panel, apple, by: member, worker: 1).status == 200)
            let interaction = place.emulator.world.addInteraction(
                token: "token", in: place.channel)
            place.emulator.faults.add(Self.effects[number], method, Self.roles, times: 100)
            let answer = try await place.click(panel, pear, by: member, token: "token")
            #expect(answer.code == 804, "\(answer.said)")
            // After many lost connections the circuit breaker may keep the follow-up back.
            let told = interaction.followUps.map(\.content)
            #expect(told == [CheckWords.failed] || (Self.isLoss[number] && told.isEmpty))
            place.emulator.faults.clear()
            for _ in 0..<2 { try await place.upkeep(worker: 1) }
            #expect(place.roles(of: member) == [apple.role])
            let rows = try place.sql("SELECT entry_id, state FROM reactionroles_grants")
            #expect(rows.map { "\($0.int64(0))" } == [apple.id])
            #expect(rows.map { $0.int16(1) } == [GrantState.given.rawValue])
        }
    }

    /// Both orders: before Discord has done it, and after.
    @Test(arguments: [false, true], ["PUT", "DELETE"])
    func `what a killed worker began is completed`(
        isExecuted: Bool, method: String
    ) async throws {
        try await withPlace(workers: 2) { place in
            let panel = try await place.makePanel(Place.switches("button", limit: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let pear = try await place.makeEntry(panel, "🍐")
            let member = place.guild.addMember()
            #expect(try await place.click(panel, apple, by: member).status == 200)
            try await place.killWorker(in: method, Self.roles, isExecuted: isExecuted) {
                try await place.click(panel, pear, by: member)
            }
            try await place.upkeep(worker: 1)
            #expect(place.roles(of: member) == [pear.role])
            let rows = try place.sql(
                "SELECT entry_id FROM reactionroles_grants WHERE state = 1")
            #expect(rows.map { "\($0.int64(0))" } == [pear.id])
        }
    }

    @Test func `a role that rose above the bot is 804 and changes nothing`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button", limit: true))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            place.guild.setBotPermissions(.everyone)
            #expect(try await place.click(panel, apple, by: member).code == 804)
            #expect(place.roles(of: member).isEmpty)
            #expect(try place.number("SELECT count(*) FROM reactionroles_grants") == 0)
        }
    }

    @Test func `a refused token is 804`() async throws {
        try await withPlace { place in
            let panel = try await place.makePanel(Place.switches("button"))
            let apple = try await place.makeEntry(panel, "🍎")
            let member = place.guild.addMember()
            place.emulator.world.token = "another"
            #expect(try await place.click(panel, apple, by: member).code == 804)
            #expect(place.roles(of: member).isEmpty)
        }
    }
}
