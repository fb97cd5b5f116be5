/// A part of the input, counted from the start of its request.
struct ByteRange: Equatable, Sendable {
    var start: UInt32
    var end: UInt32

    init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    static var nothing: ByteRange { ByteRange(0, 0) }
    var count: Int { Int(end) - Int(start) }
}

/// One header line: where its name, made small in place, and its trimmed value lie.
struct HeaderField: Equatable, Sendable {
    var name: ByteRange
    var value: ByteRange
}

/// The parsed head: everything as places in the input.
struct RequestHead: Equatable, Sendable {
    var method = HTTPMethod.other
    var methodName = ByteRange.nothing
    var path = ByteRange.nothing
    var query: ByteRange?
    var version = HTTPVersion.http11
    var keepAlive = true
    var headers: ContiguousArray<HeaderField> = []
    var body = ByteRange.nothing

    /// Forgets the request and keeps the headers' memory.
    mutating func reset() {
        query = nil
        keepAlive = true
        headers.removeAll(keepingCapacity: true)
        body = .nothing
    }
}
