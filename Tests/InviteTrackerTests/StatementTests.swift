import Postgres
import TestSupport
import Testing

@testable import InviteTracker

@Suite struct StatementTests {
    private static let statements: [String] = [
        texts(SettingsSQL.self), texts(AttributionSQL.self), texts(LinkSQL.self),
        texts(JoinSQL.self), texts(UseSQL.self), texts(PrivacySQL.self),
    ].flatMap { $0 }

    private static func texts<Statement: SQL>(_ type: Statement.Type) -> [String] {
        type.allCases.map(\.rawValue)
    }

    @Test func `every statement can be prepared`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for text in Self.statements {
                try database.execute(script: "PREPARE statement AS \(text)")
                try database.execute(script: "DEALLOCATE statement")
            }
            #expect(Self.statements.count > 25)
        }
    }
}
