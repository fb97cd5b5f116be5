/// Parsing strings.
extension JSONParser {
    /// Reads a string, from its opening quote to past its closing one.
    mutating func readString(kind: JSONValue.Kind) throws(JSONError) {
        at += 1
        let start = at
        let stop = try skipPlainText()
        if stop == UInt8(ascii: "\"") {
            appendScalar(kind, from: start)
            at += 1
        } else {
            try readEscapedString(from: start)
        }
    }

    /// Skips unescaped text, up to the next quote or backslash.
    @inline(__always) private mutating func skipPlainText() throws(JSONError) -> UInt8 {
        while true {
            skipPlainASCII()
            guard at < end else { throw fail(.unexpectedEnd) }
            let byte = tape.source[at]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return byte }
            guard byte >= 0x80 else { throw fail(.controlCharacter) }
            let length = utf8SequenceLength(tape.source + at, end: tape.source + end)
            guard length > 0 else { throw fail(.badUTF8) }
            at += length
        }
    }

    /// Skips to the first byte that isn't plain ASCII, or to the end.
    @inline(__always) private mutating func skipPlainASCII() {
        while at + 8 <= end {
            let word = UnsafeRawPointer(tape.source + at).loadUnaligned(as: UInt64.self)
            let ordered = UInt64(littleEndian: word)
            let marks = stringStops(in: ordered) | ordered & 0x8080_8080_8080_8080
            guard marks == 0 else {
                at += marks.trailingZeroBitCount / 8
                return
            }
            at += 8
        }
        while at < end, tape.source[at] < 0x80, !isStringStop(tape.source[at]) { at += 1 }
    }

    /// Continues at the first backslash, and writes the text to the document's own memory. It fits: no
    /// escape is shorter than the text it encodes.
    private mutating func readEscapedString(from start: Int) throws(JSONError) {
        let textStart = unescapedCount
        var plainStart = start
        while true {
            copy(from: plainStart)
            guard tape.source[at] == UInt8(ascii: "\\") else { break }
            at += 1
            try readEscape()
            plainStart = at
            _ = try skipPlainText()
        }
        at += 1
        append(
            JSONNode(
                offset: UInt32(truncatingIfNeeded: textStart),
                length: UInt32(truncatingIfNeeded: unescapedCount - textStart),
                next: UInt32(truncatingIfNeeded: count + 1), kind: .string,
                flags: JSONNode.Flag.unescaped))
    }

    private mutating func copy(from plainStart: Int) {
        let length = at - plainStart
        (tape.unescaped + unescapedCount).update(from: tape.source + plainStart, count: length)
        unescapedCount += length
    }

    private mutating func readEscape() throws(JSONError) {
        guard at < end else { throw fail(.unexpectedEnd) }
        let byte = tape.source[at]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): put(byte)
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0C)
        case UInt8(ascii: "n"): put(0x0A)
        case UInt8(ascii: "r"): put(0x0D)
        case UInt8(ascii: "t"): put(0x09)
        case UInt8(ascii: "u"):
            at += 1
            put(scalar: try readScalar())
            return
        default: throw fail(.badEscape)
        }
        at += 1
    }

    /// Reads the four digits of `\u`, and the second half where the first needs one.
    private mutating func readScalar() throws(JSONError) -> UInt32 {
        let start = at - 2
        let unit = try readCodeUnit()
        guard unit & 0xF800 == 0xD800 else { return unit }
        guard unit < 0xDC00 else { throw JSONError(reason: .loneSurrogate, offset: start) }
        try expect(UInt8(ascii: "\\"), ofPairAt: start)
        try expect(UInt8(ascii: "u"), ofPairAt: start)
        let low = try readCodeUnit()
        guard low & 0xFC00 == 0xDC00 else {
            throw JSONError(reason: .loneSurrogate, offset: start)
        }
        return 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
    }

    private mutating func expect(_ byte: UInt8, ofPairAt start: Int) throws(JSONError) {
        guard at < end else { throw fail(.unexpectedEnd) }
        guard tape.source[at] == byte else {
            throw JSONError(reason: .loneSurrogate, offset: start)
        }
        at += 1
    }

    private mutating func readCodeUnit() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard at < end else { throw fail(.unexpectedEnd) }
            guard let digit = hexValue(tape.source[at]) else { throw fail(.badEscape) }
            unit = unit << 4 | digit
            at += 1
        }
        return unit
    }

    private mutating func put(_ byte: UInt8) {
        tape.unescaped[unescapedCount] = byte
        unescapedCount += 1
    }

    private mutating func put(scalar: UInt32) {
        func tail(_ shift: UInt32) -> UInt8 {
            0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F
        }
        switch scalar {
        case 0..<0x80:
            put(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            put(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            put(tail(0))
        case 0x800..<0x10000:
            put(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            put(tail(6))
            put(tail(0))
        default:
            put(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            put(tail(12))
            put(tail(6))
            put(tail(0))
        }
    }
}

/// The value of a hexadecimal digit of either case.
private func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x61 + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x41 + 10
    default: nil
    }
}
