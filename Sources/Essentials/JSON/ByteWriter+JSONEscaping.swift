/// Escaping text for JSON.
extension ByteWriter {
    /// Appends the bytes with `"`, `\` and control characters escaped. Stretches that need
    /// nothing are copied whole.
    mutating func appendEscaped(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        while true {
            let stop = firstToEscape(bytes, from: start)
            append(UnsafeRawBufferPointer(rebasing: bytes[start..<stop]))
            guard stop < bytes.count else { return }
            appendEscape(of: bytes[stop])
            start = stop + 1
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x0A: append("\\n")
        case 0x0D: append("\\r")
        case 0x09: append("\\t")
        default:
            append("\\u00")
            append(hexDigit(byte >> 4))
            append(hexDigit(byte & 15))
        }
    }
}

/// The lower-case digit for a number below 16.
func hexDigit(_ number: UInt8) -> UInt8 {
    number < 10 ? UInt8(ascii: "0") + number : UInt8(ascii: "a") + number - 10
}

/// The index of the first byte that a JSON string can't hold as it is, or the count.
private func firstToEscape(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let marks = stringStops(in: UInt64(littleEndian: word))
        if marks != 0 { return index + marks.trailingZeroBitCount / 8 }
        index += 8
    }
    while index < bytes.count, !isStringStop(bytes[index]) { index += 1 }
    return index
}

/// Whether the byte ends an unescaped stretch of a JSON string: quote, backslash or control.
@inline(__always) func isStringStop(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

/// Marks the string stops among eight bytes with their high bit; the lowest mark is exact.
///
/// The classic word tricks: `x - 0x01…` borrows into a byte's high bit where the byte is below
/// what is subtracted. Bytes from 0x80 up are masked out by `~x`.
@inline(__always) func stringStops(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let controls = (word &- ones &* 0x20) & ~word
    return (controls | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes))
        & (ones &* 0x80)
}
