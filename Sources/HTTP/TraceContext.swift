/// A request's place in its client's trace (W3C Trace Context, `traceparent`).
///
/// Kennel makes no spans. The trace's id stands in the request's log line, and its calls of Discord carry the header on, as the
/// standard asks of whoever receives it, each with a span of its own: a tracing proxy at `DISCORD_API_BASE` sees them in the client's
/// trace. `tracestate` is dropped, which the standard allows. PostgreSQL isn't told: `application_name` is a session's, and the statements of
/// many requests share one, in the same batch; a comment in the text would make every statement a new one to prepare.
package struct TraceContext: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64
    /// The client's own span, the parent of ours.
    package let parent: UInt64
    private let flags: UInt8

    /// The trace's id, 32 hexadecimal digits.
    package var id: String { high.hexadecimal + low.hexadecimal }

    /// Reads a `traceparent` header. Nil where it's malformed: then there is no trace, and no error either.
    package init?(header: UnsafeRawBufferPointer) {
        guard header.count >= 55, header[2] == 0x2D, header[35] == 0x2D, header[52] == 0x2D,
            let version: UInt8 = Self.hexadecimal(header, 0, 2), version != 0xFF,
            let high: UInt64 = Self.hexadecimal(header, 3, 16),
            let low: UInt64 = Self.hexadecimal(header, 19, 16),
            let parent: UInt64 = Self.hexadecimal(header, 36, 16),
            let flags: UInt8 = Self.hexadecimal(header, 53, 2)
        else { return nil }
        // Version 0 ends here; a later one may go on after another dash.
        guard header.count == 55 || (version > 0 && header[55] == 0x2D) else { return nil }
        guard high | low != 0, parent != 0 else { return nil }
        (self.high, self.low, self.parent, self.flags) = (high, low, parent, flags)
    }

    /// The header for what a request calls in turn.
    /// - Parameter span: names that call; not 0.
    package func header(span: UInt64) -> String {
        "00-\(id)-\(span.hexadecimal)-\((flags & 1).hexadecimal)"
    }

    /// Digits and small letters only, as the standard asks.
    private static func hexadecimal<Value: FixedWidthInteger>(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int
    ) -> Value? {
        var value: Value = 0
        for byte in bytes[start..<(start + count)] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            default: return nil
            }
            value = value << 4 | Value(digit)
        }
        return value
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// All digits, small letters.
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
    }
}
