/// A Discord id: 1 … 2^63−1.
package struct Snowflake: RawRepresentable, Hashable, Comparable, Sendable {
    package let rawValue: Int64

    /// Nil unless the number is at least 1.
    package init?(rawValue: Int64) {
        guard rawValue > 0 else { return nil }
        self.rawValue = rawValue
    }

    /// Reads a decimal: digits only, no sign, no leading zero, 1 … 2^63−1. Nil for anything else.
    package init?(decimal utf8: UnsafeRawBufferPointer) {
        guard let first = utf8.first, first != UInt8(ascii: "0"), utf8.count <= 19 else {
            return nil
        }
        var number: UInt64 = 0
        for byte in utf8 {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number &* 10 &+ UInt64(digit)
        }
        guard let exact = Int64(exactly: number) else { return nil }
        self.init(rawValue: exact)
    }

    package init?(decimal text: String) {
        var text = text
        guard let id = text.withUTF8({ Snowflake(decimal: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = id
    }

    package static func < (left: Snowflake, right: Snowflake) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension Snowflake: CustomStringConvertible {
    package var description: String { String(rawValue) }
}
