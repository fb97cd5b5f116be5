import Essentials
import Postgres
import TestSupport
import Testing

@testable import API

@Suite struct RecordTests {
    private struct Thing: Record, Equatable {
        let id: Int64
        let name: String?
        let channels: [Snowflake]

        static let title: String? = "Thing"
        static let members: Members = [
            .id("thing_id", \.id), .member("name", \.name), .member("channels", \.channels),
        ]

        init(id: Int64, name: String?, channels: [Snowflake]) {
            (self.id, self.name, self.channels) = (id, name, channels)
        }

        init(_ columns: inout RowReader) {
            self.init(id: columns.next(), name: columns.next(), channels: columns.next())
        }
    }

    @Test func `a record is written and documented by one list of members`() throws {
        let channel = try #require(Snowflake(rawValue: 5))
        var writer = ByteWriter()
        writer.value([Thing(id: 7, name: nil, channels: [channel])])
        #expect(writer.string == #"[{"thing_id":"7","name":null,"channels":["5"]}]"#)
        #expect(
            Thing.shape
                == .named(
                    "Thing",
                    ["thing_id": .text, "name": .nullable(.text), "channels": .list(.snowflake)]))
    }

    @Test func `a record is read column by column, where an outer join found one`() async throws {
        try await withDatabase { url in
            let rows = try SynchronousDatabase(url: url).run(ThingSQL.read)
            let found = rows.map { row in
                var columns = RowReader(row)
                let total: Int = columns.next()
                #expect(total == 2)
                return Thing(ifPresent: &columns)
            }
            #expect(found.map(\.?.id) == [1, nil])
            #expect(found.first??.channels.map(\.rawValue) == [2, 3])
        }
    }

    private enum ThingSQL: String, SQL {
        case read = """
            SELECT 2, 1::int8, 'one'::text, '{2,3}'::int8[]
            UNION ALL
            SELECT 2, NULL, NULL, NULL
            ORDER BY 2
            """
    }
}
