import Postgres
import TestSupport
import Testing

/// Holds every statement in the sources to the database that the migrations make.
@Suite struct StatementTests {
    /// What the server doesn't prepare.
    private static let others: Set<String> = [
        "Postgres.ConnectionSQL.begin", "Postgres.ConnectionSQL.commit",
        "Postgres.ConnectionSQL.rollBack", "Postgres.MigrationSQL.createTable",
    ]

    @Test func `a migrated database prepares every statement`() async throws {
        let statements = try SourceStatement.all()
        #expect(statements.count > 250)
        #expect(Set(statements.filter { !$0.canBePrepared }.map(\.name)) == Self.others)
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for statement in statements where statement.canBePrepared {
                #expect(throws: Never.self, "\(statement.name)") {
                    try database.execute(
                        script: "PREPARE statement AS \(statement.text); DEALLOCATE statement")
                }
            }
        }
    }
}
