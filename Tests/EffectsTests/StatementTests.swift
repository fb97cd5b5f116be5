import Postgres
import TestSupport
import Testing

@testable import Effects

@Suite struct StatementTests {
    @Test func `every statement can be prepared`() async throws {
        #expect(try await refusals(of: EffectSQL.self) == [])
    }
}
