/// Parsing numbers.
extension JSONParser {
    /// Reads a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    mutating func readNumber() throws(JSONError) {
        let start = at
        if tape.source[at] == UInt8(ascii: "-") { at += 1 }
        try readWholePart()
        var flags = JSONNode.Flag.integer
        if at < end, tape.source[at] == UInt8(ascii: ".") {
            at += 1
            flags = 0
            try readDigits()
        }
        if at < end, tape.source[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            flags = 0
            try readExponent()
        }
        appendScalar(.number, from: start, flags: flags)
    }

    private mutating func readWholePart() throws(JSONError) {
        guard at < end, tape.source[at] == UInt8(ascii: "0") else { return try readDigits() }
        at += 1
        if at < end, isDigit(tape.source[at]) { throw fail(.badNumber) }
    }

    private mutating func readExponent() throws(JSONError) {
        if at < end, tape.source[at] == UInt8(ascii: "+") || tape.source[at] == UInt8(ascii: "-") {
            at += 1
        }
        try readDigits()
    }

    /// Reads one or more digits.
    @inline(__always) private mutating func readDigits() throws(JSONError) {
        guard at < end else { throw fail(.unexpectedEnd) }
        guard isDigit(tape.source[at]) else { throw fail(.badNumber) }
        repeat { at += 1 } while at < end && isDigit(tape.source[at])
    }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
