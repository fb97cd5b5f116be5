import Postgres
import TestSupport
import Testing

@Suite struct OccurrencesTests {
    @Test(arguments: [
        ("'banana'", "'an'", 2), ("'banana'", "'ana'", 1), ("'aaaa'", "'aa'", 2),
        ("'Ana'", "'ana'", 0),
        ("'a%b_c'", "'%b_'", 1), ("'äöä'", "'ä'", 2), ("'⭐ and ⭐'", "'⭐'", 2), ("'a'", "''", 0),
        ("''", "'a'", 0), ("NULL", "'a'", 0), ("'a'", "NULL", 0), ("'a'", "'aa'", 0),
    ])
    func `a name is counted letter by letter, without overlaps`(
        text: String, name: String, count: Int64
    ) async throws {
        try await withDatabase { url in
            let found = try TestDatabase(url: url).number("SELECT occurrences(\(text), \(name))")
            #expect(found == count)
        }
    }
}
