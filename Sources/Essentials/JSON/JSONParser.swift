/// Parses one text to a tape, without recursion: open containers are on a stack of its own.
struct JSONParser {
    let tape: JSONTape
    let end: Int
    let stack: UnsafeMutablePointer<UInt32>
    let maximumDepth: Int
    /// The byte to be read next.
    var at = 0
    /// How many nodes have been written.
    var count = 0
    /// How many containers are open.
    var depth = 0
    /// How many bytes of unescaped text have been written.
    var unescapedCount = 0

    init(
        tape: JSONTape, end: Int, stack: UnsafeMutablePointer<UInt32>, maximumDepth: Int
    ) {
        self.tape = tape
        self.end = end
        self.stack = stack
        self.maximumDepth = maximumDepth
    }

    mutating func parse(keyTable: inout Scratch<UInt32>) throws(JSONError) {
        try refuseByteOrderMark()
        var expectsValue = true
        while expectsValue || depth > 0 {
            if expectsValue {
                expectsValue = try beginValue()
            } else {
                expectsValue = try goOn(keyTable: &keyTable)
            }
        }
        skipSpace()
        guard at == end else { throw fail(.trailingBytes) }
    }

    func fail(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: at) }

    /// The error for an unexpected byte or end.
    func unexpected() -> JSONError { fail(at < end ? .unexpectedByte : .unexpectedEnd) }

    private func refuseByteOrderMark() throws(JSONError) {
        if end >= 3, tape.source[0] == 0xEF, tape.source[1] == 0xBB, tape.source[2] == 0xBF {
            throw fail(.byteOrderMark)
        }
    }

    /// Skips white space and returns the byte after it, or 0 at the end.
    @inline(__always) @discardableResult mutating func skipSpace() -> UInt8 {
        while at < end {
            let byte = tape.source[at]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                return byte
            }
            at += 1
        }
        return 0
    }

    /// Reads a value, or the start of a container up to its first value. True: that value is next.
    private mutating func beginValue() throws(JSONError) -> Bool {
        switch skipSpace() {
        case UInt8(ascii: "\""):
            try readString(kind: .string)
        case UInt8(ascii: "{"):
            return try open(.object, closing: UInt8(ascii: "}"))
        case UInt8(ascii: "["):
            return try open(.array, closing: UInt8(ascii: "]"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try readNumber()
        case UInt8(ascii: "t"):
            try readLiteral("true", kind: .true)
        case UInt8(ascii: "f"):
            try readLiteral("false", kind: .false)
        case UInt8(ascii: "n"):
            try readLiteral("null", kind: .null)
        default:
            throw unexpected()
        }
        return false
    }

    private mutating func open(_ kind: JSONValue.Kind, closing: UInt8) throws(JSONError) -> Bool {
        guard depth < maximumDepth else { throw fail(.tooDeep) }
        append(JSONNode(offset: UInt32(truncatingIfNeeded: at), length: 0, next: 0, kind: kind))
        at += 1
        if skipSpace() == closing {
            at += 1
            tape.nodes[count - 1].next = UInt32(truncatingIfNeeded: count)
            return false
        }
        stack[depth] = UInt32(truncatingIfNeeded: count - 1)
        depth += 1
        try beginItem(of: count - 1)
        return true
    }

    /// After a value inside a container: reads on to the next one (true), or closes.
    private mutating func goOn(keyTable: inout Scratch<UInt32>) throws(JSONError) -> Bool {
        let container = Int(stack[depth - 1])
        let isObject = tape.nodes[container].kind == .object
        switch skipSpace() {
        case UInt8(ascii: ","):
            at += 1
            try beginItem(of: container)
            return true
        case UInt8(ascii: "}") where isObject:
            try refuseDuplicateKeys(of: container, table: &keyTable)
        case UInt8(ascii: "]") where !isObject:
            break
        default:
            throw unexpected()
        }
        at += 1
        depth -= 1
        tape.nodes[container].next = UInt32(truncatingIfNeeded: count)
        return false
    }

    /// Counts another item of the container; in an object its key and colon are read.
    @inline(__always) private mutating func beginItem(of container: Int) throws(JSONError) {
        tape.nodes[container].length &+= 1
        guard tape.nodes[container].kind == .object else { return }
        guard skipSpace() == UInt8(ascii: "\"") else { throw unexpected() }
        let source = UInt32(truncatingIfNeeded: at)
        try readString(kind: .string)
        tape.nodes[count - 1].next = source
        guard skipSpace() == UInt8(ascii: ":") else { throw unexpected() }
        at += 1
    }

    @inline(__always) mutating func append(_ node: JSONNode) {
        tape.nodes[count] = node
        count += 1
    }

    private mutating func readLiteral(
        _ word: StaticString, kind: JSONValue.Kind
    ) throws(JSONError) {
        let start = at
        for index in 0..<word.utf8CodeUnitCount {
            guard at < end, tape.source[at] == word.utf8Start[index] else { throw unexpected() }
            at += 1
        }
        appendScalar(kind, from: start)
    }

    /// Appends a node whose text is what was read since `start`.
    @inline(__always) mutating func appendScalar(
        _ kind: JSONValue.Kind, from start: Int, flags: UInt8 = 0
    ) {
        append(
            JSONNode(
                offset: UInt32(truncatingIfNeeded: start),
                length: UInt32(truncatingIfNeeded: at - start),
                next: UInt32(truncatingIfNeeded: count + 1), kind: kind, flags: flags))
    }
}
