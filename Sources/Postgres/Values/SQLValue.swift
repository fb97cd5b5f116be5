import Essentials

/// A parameter's value; each knows its PostgreSQL type and goes over the wire in binary.
package enum SQLValue: Sendable {
    case null(SQLType)
    case int8(Int64)
    case int4(Int32)
    case int2(Int16)
    case bool(Bool)
    case float8(Double)
    case text(String)
    case bytea([UInt8])
    case timestamptz(Timestamp)
    case date(daysSince1970: Int32)
    case uuid(SQLUUID)
    /// The text of a JSON document.
    case jsonb(String)
    case int8Array([Int64])
    case nullableInt8Array([Int64?])
    case int4Array([Int32])
    case int2Array([Int16])
    case boolArray([Bool])
    case float8Array([Double])
    case nullableFloat8Array([Double?])
    case textArray([String])
    case nullableTextArray([String?])
    case timestamptzArray([Timestamp])
    case nullableTimestamptzArray([Timestamp?])
}

extension SQLValue {
    package static func snowflake(_ id: Snowflake) -> SQLValue { .int8(id.rawValue) }

    package static func snowflakeOrNull(_ id: Snowflake?) -> SQLValue {
        int8OrNull(id?.rawValue)
    }

    package static func int8OrNull(_ value: Int64?) -> SQLValue {
        value.map(SQLValue.int8) ?? .null(.int8)
    }

    package static func int4OrNull(_ value: Int32?) -> SQLValue {
        value.map(SQLValue.int4) ?? .null(.int4)
    }

    package static func textOrNull(_ value: String?) -> SQLValue {
        value.map(SQLValue.text) ?? .null(.text)
    }

    package static func timestamptzOrNull(_ value: Timestamp?) -> SQLValue {
        value.map(SQLValue.timestamptz) ?? .null(.timestamptz)
    }
}

extension SQLValue {
    package var type: SQLType {
        switch self {
        case .null(let type): type
        case .int8: .int8
        case .int4: .int4
        case .int2: .int2
        case .bool: .bool
        case .float8: .float8
        case .text: .text
        case .bytea: .bytea
        case .timestamptz: .timestamptz
        case .date: .date
        case .uuid: .uuid
        case .jsonb: .jsonb
        case .int8Array, .nullableInt8Array: .int8Array
        case .int4Array: .int4Array
        case .int2Array: .int2Array
        case .boolArray: .boolArray
        case .float8Array, .nullableFloat8Array: .float8Array
        case .textArray, .nullableTextArray: .textArray
        case .timestamptzArray, .nullableTimestamptzArray: .timestamptzArray
        }
    }
}
