import API
import Discord
import Effects
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Reactionroles

/// Holds the module's declarations to the contract.
@Suite struct DeclarationTests {
    static let operations = ContractOperation.load(
        "\(#filePath.dropLast("DeclarationTests.swift".count))Resources/routes.json")

    @LoopActor
    static func endpoints() throws -> [Endpoint] {
        // Never started: declarations need no database.
        let database = try Database(configuration: DatabaseConfiguration(url: "postgresql:///none"))
        let discord = DiscordClient(log: .silent)
        return Reactionroles(
            database, discord: discord,
            reconciler: Reconciler(database, discord: discord, log: .silent),
            recorder: NotedStatistics(), log: .silent
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
        #expect(Self.operations.count == 19)
        #expect(found.0 == [])
        #expect(found.1 == [])
        #expect(found.2 == ["POST /modules/reactionroles/panel/{reactionrole_panel_id}/sync"])
    }

    @Test func `the declarations keep the rules of all declarations`() async throws {
        let faults = try await onLoop { EndpointValidator.faults(in: try Self.endpoints()) }
        #expect(faults == [])
    }
}
