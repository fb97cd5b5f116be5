import Essentials
import HTTP

/// A value as it came, before its field makes sense of it. Valid while its request is being read.
package enum RawValue {
    case json(JSONValue)
    /// A query parameter or a segment of the path, decoded; UTF-8.
    case text(UnsafeRawBufferPointer)

    package var isNull: Bool {
        if case .json(let value) = self { value.kind == .null } else { false }
    }

    /// 1 … 2^63−1: a JSON integer, or decimal digits.
    package var snowflake: Snowflake? {
        switch self {
        case .text(let bytes): return Snowflake(decimal: bytes)
        case .json(let value):
            if let integer = value.int64() { return Snowflake(rawValue: integer) }
            return value.withUTF8 { Snowflake(decimal: $0) } ?? nil
        }
    }

    /// A JSON number that is exactly an integer, or a decimal query value.
    package var integer: Int? {
        switch self {
        case .json(let value): value.int64().map { Int($0) }
        case .text(let bytes): Int(decimal: bytes)
        }
    }

    /// A finite number.
    package var number: Double? {
        switch self {
        case .json(let value): value.double()
        case .text(let bytes): Double(decimal: bytes)
        }
    }

    package var boolean: Bool? {
        switch self {
        case .json(let value): return value.bool()
        case .text(let bytes):
            if bytes.spells("true") { return true }
            return bytes.spells("false") ? false : nil
        }
    }

    package var string: String? {
        switch self {
        case .json(let value): value.string()
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Int {
    /// Decimal digits, perhaps after a minus; nothing else.
    init?(decimal bytes: UnsafeRawBufferPointer) {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty else { return nil }
        var value = 0
        for byte in digits {
            let digit = Int(byte &- UInt8(ascii: "0"))
            guard digit < 10 else { return nil }
            let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
            let (next, overflow) =
                isNegative
                ? tens.subtractingReportingOverflow(digit)
                : tens.addingReportingOverflow(digit)
            guard !tensOverflow, !overflow else { return nil }
            value = next
        }
        self = value
    }
}

extension Double {
    /// A decimal number, finite; no words such as `nan`, no hexadecimal.
    init?(decimal bytes: UnsafeRawBufferPointer) {
        guard bytes.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
            let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
        else { return nil }
        self = value
    }
}
