import Postgres
import TestSupport
import Testing

@testable import Reactionroles

/// Statements say by name which of an enum's numbers they mean; the database's names are the enum's.
@Suite struct NamedNumberTests {
    @Test func `the database names states as PanelState and GrantState do`() async throws {
        let panels: [Panel.State] = [.standing, .posting, .deleting]
        let grants: [GrantState] = [.giving, .given, .taking, .heeded, .takingHeeded]
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for state in panels {
                let row = try database.run(TestSQL("SELECT panel_state('\(state)')"))[0]
                #expect(row.int16(0) == state.rawValue)
            }
            for state in grants {
                let row = try database.run(TestSQL("SELECT grant_state('\(state)')"))[0]
                #expect(row.int16(0) == state.rawValue)
            }
        }
    }
}
