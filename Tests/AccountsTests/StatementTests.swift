import Postgres
import TestSupport
import Testing

@testable import Accounts

@Suite struct StatementTests {
    @Test func `every statement can be prepared on a migrated database`() async throws {
        #expect(try await refusals(of: CredentialSQL.self) == [])
        #expect(try await refusals(of: ServiceTokenSQL.self) == [])
        #expect(try await refusals(of: APIKeySQL.self) == [])
        #expect(try await refusals(of: BudgetSQL.self) == [])
    }
}
