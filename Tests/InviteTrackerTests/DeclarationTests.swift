import API
import Discord
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import InviteTracker

/// Holds the module's declarations to the contract.
@Suite struct DeclarationTests {
    static let operations = ContractOperation.load(
        "\(Cluster.tree)/Tests/ServerstatsTests/Resources/routes.json"
    ).filter { $0.module == "invite-tracker" }

    @LoopActor
    static func endpoints() throws -> [Endpoint] {
        // Never started: declarations need no database.
        let database = try Database(configuration: DatabaseConfiguration(url: "postgresql:///none"))
        let discord = DiscordClient(log: .silent)
        return InviteTracker(
            database, discord: discord,
            reconciler: Reconciler(database, discord: discord, log: .silent),
            recorder: RecordedEvents(), log: .silent
        ).endpoints
    }

    @Test func `everything is declared as the contract says`() async throws {
        let found = try await onLoop {
            let comparison = ContractComparison(try Self.endpoints())
            return (
                comparison.differences(from: Self.operations),
                comparison.missing(of: Self.operations),
                comparison.additional(to: Self.operations)
            )
        }
        #expect(Self.operations.count == 17)
        #expect(found.0 == [])
        #expect(found.1 == [])
        #expect(
            Set(found.2) == [
                "GET /modules/invite-tracker/stats/uses",
                "GET /modules/invite-tracker/stats/leaderboard",
                "POST /modules/invite-tracker/events/resync",
            ])
    }

    @Test func `the declarations keep the rules of all declarations`() async throws {
        let faults = try await onLoop { EndpointValidator.faults(in: try Self.endpoints()) }
        #expect(faults == [])
    }
}

/// Keeps what the module recorded.
@LoopActor
final class RecordedEvents: StatisticRecorder {
    private(set) var events: [RecordedEvent] = []

    nonisolated init() {}

    func record(_ event: RecordedEvent, arrival: Instant) async {
        events.append(event)
    }
}
