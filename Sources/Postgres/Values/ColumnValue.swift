import Essentials

/// What can be read from a column; only an optional from one that is NULL.
@usableFromInline package protocol ColumnValue {
    init(_ row: Row, _ column: Int)
}

extension Int64: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.int64(column) }
}

extension Int32: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.int32(column) }
}

extension Int16: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.int16(column) }
}

extension Int: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.int(column) }
}

extension Bool: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.bool(column) }
}

extension String: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.string(column) }
}

extension Timestamp: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.timestamp(column) }
}

extension Snowflake: ColumnValue {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = row.snowflake(column) }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    @inlinable package init(_ row: Row, _ column: Int) {
        self = row.isNull(column) ? nil : Wrapped(row, column)
    }
}

extension Array: ColumnValue where Element: ColumnElement {
    @usableFromInline package init(_ row: Row, _ column: Int) { self = Element.all(row, column) }
}

/// What can be read from a column as an array.
package protocol ColumnElement {
    static func all(_ row: Row, _ column: Int) -> [Self]
}

extension Int64: ColumnElement {
    package static func all(_ row: Row, _ column: Int) -> [Int64] { row.int64Array(column) }
}

extension Int16: ColumnElement {
    package static func all(_ row: Row, _ column: Int) -> [Int16] { row.int16Array(column) }
}

extension Snowflake: ColumnElement {
    package static func all(_ row: Row, _ column: Int) -> [Snowflake] {
        row.int64Array(column).compactMap(Snowflake.init)
    }
}

extension UInt8: ColumnElement {
    package static func all(_ row: Row, _ column: Int) -> [UInt8] { row.bytes(column) }
}
