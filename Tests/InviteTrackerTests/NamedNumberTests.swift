import Postgres
import TestSupport
import Testing

@testable import InviteTracker

/// Statements say by name which of an enum's numbers they mean; the database's names are the enum's.
@Suite struct NamedNumberTests {
    @Test func `the database names kinds of uses as UseKind does`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for kind in UseKind.allCases {
                let row = try database.run(TestSQL("SELECT use_kind('\(kind)')"))[0]
                #expect(row.int16(0) == kind.rawValue)
            }
        }
    }
}
