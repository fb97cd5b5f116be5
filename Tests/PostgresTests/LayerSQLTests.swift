import TestSupport
import Testing

@testable import Postgres

@Suite struct LayerSQLTests {
    @Test func `a migrated database takes every statement of the layer itself`() async throws {
        #expect(try await refusals(of: MigrationSQL.self).isEmpty)
        #expect(try await refusals(of: DirectSQL.self).isEmpty)
        #expect(try await refusals(of: ConnectionSQL.self).isEmpty)
    }
}
