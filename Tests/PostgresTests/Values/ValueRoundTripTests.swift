import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

/// Each type of parameter at its extremes, sent to PostgreSQL and read back in binary.
@Suite struct ValueRoundTripTests {
    private enum RoundTrip: String, SQL {
        case int8 = "SELECT $1::int8"
        case int4 = "SELECT $1::int4"
        case int2 = "SELECT $1::int2"
        case bool = "SELECT $1::bool"
        case float8 = "SELECT $1::float8"
        case text = "SELECT $1::text"
        case bytea = "SELECT $1::bytea"
        case timestamptz = "SELECT $1::timestamptz"
        case date = "SELECT $1::date"
        case uuid = "SELECT $1::uuid"
        case jsonb = "SELECT $1::jsonb"
        case int8Array = "SELECT $1::int8[]"
        case int4Array = "SELECT $1::int4[]"
        case int2Array = "SELECT $1::int2[]"
        case boolArray = "SELECT $1::bool[]"
        case float8Array = "SELECT $1::float8[]"
        case textArray = "SELECT $1::text[]"
        case timestamptzArray = "SELECT $1::timestamptz[]"
        case dateText = "SELECT $1::date::text"
        case uuidText = "SELECT $1::uuid::text"
        case timeText = "SELECT $1::timestamptz::text"
    }

    /// Sends each value and compares what `read` makes of the answer.
    private func expect<Value: Equatable & Sendable>(
        _ sql: RoundTrip, _ values: [Value], _ bind: @escaping @Sendable (Value) -> SQLValue,
        _ read: @escaping @Sendable (Row) -> Value,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        try await withConnection { connection in
            for value in values {
                let rows = try await connection.run(sql, [bind(value)], deadline: farDeadline)
                #expect(read(rows[0]) == value, sourceLocation: location)
            }
        }
    }

    @Test func `integers keep every bit`() async throws {
        try await expect(.int8, [0, -1, .min, .max], { .int8($0) }, { $0.int64(0) })
        try await expect(.int4, [0, -1, .min, .max], { .int4($0) }, { $0.int32(0) })
        try await expect(.int2, [0, -1, .min, .max], { .int2($0) }, { $0.int16(0) })
        try await expect(.int4, [.min, .max], { .int4($0) }, { Int32($0.int64(0)) })
    }

    @Test func `floating point keeps every bit`() async throws {
        let values: [Double] = [
            0, -0.0, 1 / 3, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, -.infinity,
        ]
        try await expect(
            .float8, values.map(\.bitPattern), { .float8(Double(bitPattern: $0)) },
            { $0.double(0).bitPattern })
    }

    @Test func `booleans and bytes come back`() async throws {
        try await expect(.bool, [true, false], { .bool($0) }, { $0.bool(0) })
        try await expect(
            .bytea, [[], [0], Array(0...255)], { .bytea($0) }, { $0.bytes(0) })
    }

    @Test func `texts come back as they were, empty or long`() async throws {
        let texts = ["", "a", "ü€😀\u{10FFFF}", String(repeating: "x", count: 1_000_000)]
        try await expect(.text, texts, { .text($0) }, { $0.string(0) })
        try await expect(.jsonb, ["{\"a\": 1}", "[]"], { .jsonb($0) }, { $0.string(0) })
    }

    @Test func `times keep their microseconds, before 1970, after 2000, and infinity`() async throws
    {
        let times: [Int64] = [0, 1, -1, 946_684_800_000_000, 1_800_000_000_123_456, .max, .min]
        try await expect(
            .timestamptz, times.map(Timestamp.init(microseconds:)), { .timestamptz($0) },
            { $0.timestamp(0) })
        try await withConnection { connection in
            let rows = try await connection.run(
                RoundTrip.timeText, [.timestamptz(Timestamp(microseconds: 1_000_001))],
                deadline: farDeadline)
            #expect(rows[0].string(0) == "1970-01-01 00:00:01.000001+00")
        }
    }

    @Test func `dates and uuids mean what PostgreSQL reads`() async throws {
        try await expect(
            .date, [0, -1, 10_957, 20_000], { .date(daysSince1970: $0) }, { $0.daysSince1970(0) })
        let uuid = SQLUUID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210)
        try await expect(.uuid, [uuid], { .uuid($0) }, { $0.uuid(0) })
        try await withConnection { connection in
            let dates = try await connection.run(
                RoundTrip.dateText, [.date(daysSince1970: 1)], deadline: farDeadline)
            #expect(dates[0].string(0) == "1970-01-02")
            let uuids = try await connection.run(
                RoundTrip.uuidText, [.uuid(uuid)], deadline: farDeadline)
            #expect(uuids[0].string(0) == "01234567-89ab-cdef-fedc-ba9876543210")
        }
    }

    @Test func `arrays of integers come back, empty ones and NULLs too`() async throws {
        try await expect(
            .int8Array, [[], [.min, 0, .max]], { .int8Array($0) }, { $0.int64Array(0) })
        try await expect(
            .int8Array, [[], [nil], [1, nil, .min]], { .nullableInt8Array($0) },
            { $0.nullableInt64Array(0) })
        try await expect(.int4Array, [[.min, .max]], { .int4Array($0) }, { $0.int32Array(0) })
        try await expect(.int2Array, [[.min, .max]], { .int2Array($0) }, { $0.int16Array(0) })
    }

    @Test func `arrays of other types come back`() async throws {
        try await expect(
            .textArray, [[], ["", "a,b", "\"{}\\", "😀"]], { .textArray($0) }, { $0.textArray(0) })
        try await expect(
            .textArray, [[nil, "", "NULL"]], { .nullableTextArray($0) },
            { $0.nullableTextArray(0) })
        try await expect(
            .float8Array, [[1.5, -.infinity]], { .float8Array($0) }, { $0.doubleArray(0) })
        try await expect(
            .float8Array, [[nil, 0.1]], { .nullableFloat8Array($0) }, { $0.nullableDoubleArray(0) })
        try await expect(.boolArray, [[true, false]], { .boolArray($0) }, { $0.boolArray(0) })
        let times = [Timestamp(microseconds: -1), Timestamp(microseconds: .max)]
        try await expect(
            .timestamptzArray, [[], times], { .timestamptzArray($0) }, { $0.timestampArray(0) })
        try await expect(
            .timestamptzArray, [times], { .nullableTimestamptzArray($0) },
            { $0.timestampArray(0) })
    }

    @Test func `NULL goes both ways for every type`() async throws {
        try await withConnection { connection in
            let statements: [(RoundTrip, SQLType)] = [
                (.int8, .int8), (.int4, .int4), (.int2, .int2), (.bool, .bool), (.float8, .float8),
                (.text, .text), (.bytea, .bytea), (.timestamptz, .timestamptz), (.date, .date),
                (.uuid, .uuid), (.jsonb, .jsonb), (.int8Array, .int8Array),
                (.textArray, .textArray),
            ]
            for (sql, type) in statements {
                let row = try await connection.run(sql, [.null(type)], deadline: farDeadline)[0]
                #expect(row.isNull(0))
                #expect(row.withBytes(0) { $0 == nil })
            }
        }
    }

    @Test func `a text with a zero byte is the server's error, not a cut text`() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: DatabaseError.self) {
                try await connection.run(RoundTrip.text, [.text("a\0b")], deadline: farDeadline)
            }
            #expect(error?.sqlState?.isAboutValues == true)
        }
    }
}
