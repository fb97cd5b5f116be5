import Glibc

/// The parser's result so far.
package enum ParsingStep: Equatable, Sendable {
    /// The request isn't whole: call again with the first `keeping` bytes as they are now, and what came after them.
    case needsMore(keeping: Int)
    /// The request is the first `consumed` bytes; what follows belongs to the next one.
    case complete(consumed: Int)
    /// The input can't be understood any more.
    case failed(HTTPError)
}

/// Finds one request in bytes that come bit by bit: RFC 9112, strictly, and without I/O.
///
/// It works in place: header names are made small, and a chunked body's framing is taken out. It goes line by line, and
/// nothing is looked at twice. Whatever two implementations could read differently is refused.
package struct RequestParser: Sendable {
    /// Where in a request the next byte belongs.
    enum Phase: Equatable, Sendable {
        case requestLine
        case headers
        case sizedBody(end: Int)
        case chunkSize
        case chunkData(left: Int)
        case chunkEnd
        case trailers
        case failed(HTTPError)
    }

    let limits: HTTPLimits
    var head = RequestHead()
    var framing = RequestFraming()
    var phase = Phase.requestLine
    /// Where the request line starts, after empty lines.
    var start = 0
    /// Where the line or the data that comes next starts.
    var position = 0
    /// Up to where the end of that line has been looked for.
    var searched = 0
    /// Where the next byte of a chunked body goes; until then, nothing.
    var bodyEnd = 0
    /// Chunk extensions and trailers so far, which are thrown away.
    var discarded = 0
    var trailers = 0

    package init(limits: HTTPLimits) {
        self.limits = limits
        head.headers.reserveCapacity(16)
    }

    /// Whether the headers are there and the body isn't.
    package var isInBody: Bool {
        switch phase {
        case .requestLine, .headers, .failed: false
        default: true
        }
    }

    /// Whether the client waits for `100 Continue` before it sends the body; true once only.
    package mutating func takeContinue() -> Bool {
        guard isInBody, framing.expectsContinue else { return false }
        framing.expectsContinue = false
        return true
    }

    /// Gets ready for the next request.
    package mutating func reset() {
        head.reset()
        framing = RequestFraming()
        phase = .requestLine
        start = 0
        position = 0
        searched = 0
        discarded = 0
        trailers = 0
    }

    /// Parses on. `bytes` is the request from its first byte to all that has been received.
    package mutating func advance(in bytes: UnsafeMutableRawBufferPointer) -> ParsingStep {
        do throws(HTTPError) {
            while try isProgressing(in: bytes) {}
        } catch {
            phase = .failed(error)
            return .failed(error)
        }
        if isComplete { return .complete(consumed: position) }
        return .needsMore(keeping: closeGap(in: bytes))
    }

    private var isComplete: Bool {
        phase == .sizedBody(end: position)
    }

    /// Does one line or one stretch of data; false when there is nothing more to do with these bytes.
    private mutating func isProgressing(
        in bytes: UnsafeMutableRawBufferPointer
    ) throws(HTTPError) -> Bool {
        switch phase {
        case .requestLine: try parseRequestLine(in: bytes)
        case .headers: try parseHeader(in: bytes)
        case .sizedBody(let end): takeSizedBody(end: end, in: bytes)
        case .chunkSize: try parseChunkSize(in: bytes)
        case .chunkData(let left): takeChunkData(left, in: bytes)
        case .chunkEnd: try parseChunkEnd(in: bytes)
        case .trailers: try parseTrailer(in: bytes)
        case .failed(let error): throw error
        }
    }

    private mutating func takeSizedBody(end: Int, in bytes: UnsafeMutableRawBufferPointer) -> Bool {
        if bytes.count >= end { position = end }
        return false
    }

    /// The next line without its CR LF, or nil while it isn't whole. Past `limit` bytes from the request's start no
    /// line may reach.
    mutating func nextLine(
        in bytes: UnsafeMutableRawBufferPointer, upTo limit: Int, else tooLong: HTTPError
    ) throws(HTTPError) -> Range<Int>? {
        guard let end = lineFeed(in: bytes) else {
            searched = bytes.count
            if bytes.count > limit { throw tooLong }
            return nil
        }
        guard end < limit else { throw tooLong }
        guard end > position, bytes[end - 1] == .carriageReturn else { throw .lineEnd }
        let line = position..<end - 1
        position = end + 1
        searched = position
        return line
    }

    private func lineFeed(in bytes: UnsafeMutableRawBufferPointer) -> Int? {
        guard searched < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + searched, Int32(UInt8.lineFeed), bytes.count - searched)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Moves what hasn't been parsed down over what nobody needs: empty lines before the request, and the framing that
    /// was taken out of its body.
    private mutating func closeGap(in bytes: UnsafeMutableRawBufferPointer) -> Int {
        let needed = neededBytes
        guard position > needed, let base = bytes.baseAddress else { return bytes.count }
        memmove(base + needed, base + position, bytes.count - position)
        let gap = position - needed
        start = min(start, needed)
        position -= gap
        searched -= gap
        return bytes.count - gap
    }

    /// How many of the bytes before `position` belong to the request.
    private var neededBytes: Int {
        switch phase {
        case .requestLine: 0
        case .chunkSize, .chunkData, .chunkEnd, .trailers: bodyEnd
        case .headers, .sizedBody, .failed: position
        }
    }
}

extension UInt8 {
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var colon: UInt8 { 0x3A }
}
