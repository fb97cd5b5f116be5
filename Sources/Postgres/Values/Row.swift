import CPostgres
import Essentials

/// One row of a result; columns are counted from 0, values are read in place.
///
/// The plain accessors stop the process on NULL or a value of another size, as an array does on a
/// bad index: which columns can be NULL is the statement's text, never the data. Where one can be,
/// use the `…IfPresent` accessor.
@usableFromInline package struct Row: Sendable {
    let rows: Rows
    let index: Int32

    @usableFromInline package func isNull(_ column: Int) -> Bool {
        PQgetisnull(rows.result, index, Int32(truncatingIfNeeded: column)) != 0
    }

    /// An int8, int4 or int2.
    package func int64(_ column: Int) -> Int64 { present(int64IfPresent(column), column) }
    package func int32(_ column: Int) -> Int32 { present(int32IfPresent(column), column) }
    package func int16(_ column: Int) -> Int16 { present(int16IfPresent(column), column) }
    package func int(_ column: Int) -> Int { Int(int64(column)) }
    package func bool(_ column: Int) -> Bool { present(boolIfPresent(column), column) }
    package func double(_ column: Int) -> Double { present(doubleIfPresent(column), column) }
    package func string(_ column: Int) -> String { present(stringIfPresent(column), column) }
    package func bytes(_ column: Int) -> [UInt8] { present(bytesIfPresent(column), column) }
    package func timestamp(_ column: Int) -> Timestamp {
        present(timestampIfPresent(column), column)
    }
    package func snowflake(_ column: Int) -> Snowflake {
        present(snowflakeIfPresent(column), column)
    }
    package func uuid(_ column: Int) -> SQLUUID { present(uuidIfPresent(column), column) }
    /// A date, as days since 1970-01-01.
    package func daysSince1970(_ column: Int) -> Int32 {
        present(daysSince1970IfPresent(column), column)
    }

    /// The value's bytes as they came: for text its UTF-8, for jsonb its text, for the rest
    /// PostgreSQL's binary form. Nil for NULL; the buffer is valid inside `body` only.
    package func withBytes<Value>(
        _ column: Int, _ body: (UnsafeRawBufferPointer?) throws -> Value
    ) rethrows -> Value {
        defer { withExtendedLifetime(rows) {} }
        return try body(content(column))
    }
}

extension Row {
    package func int64IfPresent(_ column: Int) -> Int64? {
        guard let raw = raw(column) else { return nil }
        switch raw.count {
        case 8: return Int64(bigEndian: raw.loadUnaligned(as: Int64.self))
        case 4: return Int64(Int32(bigEndian: raw.loadUnaligned(as: Int32.self)))
        case 2: return Int64(Int16(bigEndian: raw.loadUnaligned(as: Int16.self)))
        default: mismatch(column, "an integer", raw.count)
        }
    }

    package func int32IfPresent(_ column: Int) -> Int32? {
        int64IfPresent(column).map { Int32($0) }
    }

    package func int16IfPresent(_ column: Int) -> Int16? {
        int64IfPresent(column).map { Int16($0) }
    }

    package func boolIfPresent(_ column: Int) -> Bool? {
        fixed(column, UInt8.self).map { $0 != 0 }
    }

    package func doubleIfPresent(_ column: Int) -> Double? {
        fixed(column, UInt64.self).map { Double(bitPattern: UInt64(bigEndian: $0)) }
    }

    package func stringIfPresent(_ column: Int) -> String? {
        withBytes(column) { $0.map { String(decoding: $0, as: UTF8.self) } }
    }

    package func bytesIfPresent(_ column: Int) -> [UInt8]? {
        withBytes(column) { $0.map { [UInt8]($0) } }
    }

    package func timestampIfPresent(_ column: Int) -> Timestamp? {
        fixed(column, Int64.self).map { PostgresTime.timestamp(Int64(bigEndian: $0)) }
    }

    package func snowflakeIfPresent(_ column: Int) -> Snowflake? {
        int64IfPresent(column).map { value in
            guard let id = Snowflake(rawValue: value) else {
                mismatch(column, "a snowflake", 8)
            }
            return id
        }
    }

    package func daysSince1970IfPresent(_ column: Int) -> Int32? {
        fixed(column, Int32.self).map { Int32(bigEndian: $0) &+ PostgresTime.epochDays }
    }

    package func uuidIfPresent(_ column: Int) -> SQLUUID? {
        guard let raw = raw(column) else { return nil }
        guard raw.count == 16 else { mismatch(column, "a uuid", raw.count) }
        return SQLUUID(
            high: UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

extension Row {
    /// The value's bytes as they came; nil for NULL.
    func raw(_ column: Int) -> UnsafeRawBufferPointer? {
        let column = Int32(truncatingIfNeeded: column)
        let length = PQgetlength(rows.result, index, column)
        if length == 0, PQgetisnull(rows.result, index, column) != 0 { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(rows.result, index, column), count: Int(length))
    }

    /// As `raw`, without the version byte, 1, that jsonb has in front.
    func content(_ column: Int) -> UnsafeRawBufferPointer? {
        let raw = raw(column)
        guard let raw, raw.first == 1, columnType(column) == .jsonb else { return raw }
        return UnsafeRawBufferPointer(rebasing: raw.dropFirst())
    }

    private func columnType(_ column: Int) -> SQLType? {
        SQLType(rawValue: PQftype(rows.result, Int32(truncatingIfNeeded: column)))
    }

    private func fixed<Value: BitwiseCopyable>(_ column: Int, _ type: Value.Type) -> Value? {
        guard let raw = raw(column) else { return nil }
        guard raw.count == MemoryLayout<Value>.size else {
            mismatch(column, "\(type)", raw.count)
        }
        return raw.loadUnaligned(as: type)
    }

    func present<Value>(_ value: Value?, _ column: Int) -> Value {
        guard let value else {
            preconditionFailure("column \(rows.columnName(column)) is NULL")
        }
        return value
    }

    private func mismatch(_ column: Int, _ wanted: String, _ size: Int) -> Never {
        preconditionFailure(
            "column \(rows.columnName(column)) has \(size) bytes where \(wanted) was asked for")
    }
}
