import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API

@Suite struct ContractComparisonTests {
    private func differences(_ endpoint: Endpoint) -> [String] {
        let path = endpoint.path
        return ContractComparison([endpoint]).differences(
            from: Contract.operations.filter { $0.path == path && $0.method == "GET" })
    }

    @Test func `the whole contract is read`() {
        #expect(Contract.operations.count == 189)
        #expect(Contract.operations.flatMap(\.fields).count == 494)
    }

    @Test func `what is declared as the contract says differs in nothing`() {
        let status = Endpoint(
            .get, "/modules/serverstats/status", "Tells.", group: "serverstats",
            access: .administrators, input: .query, errors: [.badRequest, .settings],
            fields: .guild
        ) { _, _ in .message("") }
        #expect(differences(status) == [])
        #expect(ContractComparison([status]).missing(of: Contract.operations).count == 188)
        #expect(ContractComparison([status]).additional(to: Contract.operations) == [])
    }

    @Test func `every difference is told`() {
        let status = Endpoint(
            .get, "/modules/serverstats/status", "Tells.", group: "serverstats",
            access: .service, input: .body, errors: [.badRequest, .notFound],
            fields: .text("guild_id", 1...2, "A guild."), .boolean("more", "More.")
        ) { _, _, _ in .message("") }
        let found = differences(status).map {
            $0.dropFirst("GET /modules/serverstats/status: ".count)
        }
        #expect(
            found == [
                "is not internal in the contract", "takes its fields from query in the contract",
                "differs in NotFoundError, SettingsError",
                "demands 'more', which the contract doesn't know",
                "'guild_id' is of type integer in the contract",
            ])
    }

    @Test func `an optional field of our own is no difference`() {
        let status = Endpoint(
            .get, "/modules/serverstats/status", "Tells.", group: "serverstats",
            access: .administrators, input: .query, errors: [.badRequest, .settings],
            fields: .guild, Field.boolean("more", "More.").optional()
        ) { _, _, _ in .message("") }
        #expect(differences(status) == [])
    }
}
