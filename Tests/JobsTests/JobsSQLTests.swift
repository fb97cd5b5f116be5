import Jobs
import TestSupport
import Testing

@Suite struct JobsSQLTests {
    @Test func `a migrated database takes every statement`() async throws {
        #expect(try await refusals(of: JobsSQL.self).isEmpty)
    }
}
