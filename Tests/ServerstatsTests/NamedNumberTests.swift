import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Statements say by name which of an enum's numbers they mean; the database's names are the enum's.
@Suite struct NamedNumberTests {
    @Test func `the database names all switches as Toggle does`() async throws {
        let found = try await numbers("switch", Toggle.allCases.map { "\($0)" })
        #expect(found == Toggle.allCases.map { Int64(Toggles($0).rawValue) })
    }

    @Test func `the database names all statuses as MemberStatus does`() async throws {
        let found = try await numbers("member_status", MemberStatus.allCases.map(\.rawValue))
        #expect(found == MemberStatus.allCases.map { Int64($0.number) })
    }

    private func numbers(_ function: String, _ names: [String]) async throws -> [Int64?] {
        try await withDatabase { url in
            let list = names.map { "'\($0)'" }.joined(separator: ", ")
            return try SynchronousDatabase(url: url).run(
                TestSQL("SELECT \(function)(name)::int8 FROM unnest(ARRAY[\(list)]) AS name")
            ).map { $0.int64IfPresent(0) }
        }
    }
}
