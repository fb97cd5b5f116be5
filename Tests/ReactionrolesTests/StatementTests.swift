import Postgres
import TestSupport
import Testing

@testable import Reactionroles

@Suite struct StatementTests {
    @Test func `every statement can be prepared`() async throws {
        var found = try await refusals(of: ModuleSQL.self)
        found += try await refusals(of: PanelSQL.self)
        found += try await refusals(of: EntrySQL.self)
        found += try await refusals(of: GrantSQL.self)
        found += try await refusals(of: CheckSQL.self)
        found += try await refusals(of: PrivacySQL.self)
        #expect(found == [])
    }

    @Test func `all guild data has the guild first in its primary key`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            let rows = try database.run(
                TestSQL(
                    """
                    SELECT c.relname::text
                    FROM pg_class c
                    JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                    WHERE c.relname LIKE 'reactionroles%' AND a.attname = 'guild_id'
                    ORDER BY 1
                    """))
            #expect(
                rows.map { $0.string(0) } == [
                    "reactionroles_answers", "reactionroles_entries", "reactionroles_grants",
                    "reactionroles_panels", "reactionroles_settings",
                ])
        }
    }
}
