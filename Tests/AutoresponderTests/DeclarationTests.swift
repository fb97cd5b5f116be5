import API
import Discord
import Effects
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Autoresponder

/// Holds the module's declarations to the contract.
@Suite struct DeclarationTests {
    static let operations = ContractOperation.load(
        Cluster.tree + "/Tests/ServerstatsTests/Resources/routes.json"
    ).filter { $0.module == "autoresponder" }

    @LoopActor
    static func endpoints() throws -> [Endpoint] {
        // Never started: declarations need no database.
        let database = try Database(configuration: DatabaseConfiguration(url: "postgresql:///none"))
        let discord = DiscordClient(log: .silent)
        return Autoresponder(
            database, discord: discord,
            reconciler: Reconciler(database, discord: discord, log: .silent),
            recorder: RecorderSpy(), log: .silent
        ).endpoints
    }

    @Test func `everything is declared as the contract says`() async throws {
        let found = try await onLoop {
            let comparison = ContractComparison(try Self.endpoints())
            return comparison.differences(from: Self.operations)
                + comparison.missing(of: Self.operations)
                + comparison.additional(to: Self.operations)
        }
        #expect(Self.operations.count == 17)
        #expect(found == [])
    }

    @Test func `the declarations keep the rules of all declarations`() async throws {
        let faults = try await onLoop { EndpointValidator.faults(in: try Self.endpoints()) }
        #expect(faults == [])
    }

    @Test func `every statement can be prepared`() async throws {
        #expect(try await refusals(of: GuildSQL.self) == [])
        #expect(try await refusals(of: TriggerSQL.self) == [])
        #expect(try await refusals(of: ResponseSQL.self) == [])
        #expect(try await refusals(of: AnswerSQL.self) == [])
        #expect(try await refusals(of: PrivacySQL.self) == [])
        #expect(try await refusals(of: RemovalSQL.self) == [])
    }
}
