import Glibc

/// Parsing chunked bodies.
extension RequestParser {
    /// A chunk's size line is short where nobody plays games.
    static var chunkLineBytes: Int { 1024 }

    /// `chunk-size [ chunk-ext ] CRLF`
    mutating func parseChunkSize(in bytes: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Bool
    {
        let limit = position + Self.chunkLineBytes
        guard let line = try nextLine(in: bytes, upTo: limit, else: .chunk) else { return false }
        let text = UnsafeRawBufferPointer(bytes).part(line.lowerBound, line.upperBound)
        let digits = text.prefix(while: \.isHexDigit).count
        guard (1...16).contains(digits) else { throw .chunk }
        guard ChunkExtensions.areWellFormed(text.part(digits, text.count)) else { throw .chunk }
        discarded += text.count - digits
        guard discarded <= limits.headBytes else { throw .chunk }
        let size = text.part(0, digits).hexadecimal
        guard size <= UInt64(limits.bodyBytes - head.body.count) else { throw .bodyTooLarge }
        phase = size == 0 ? .trailers : .chunkData(left: Int(size))
        return true
    }

    /// Moves what is there of a chunk's data down to the data before it.
    mutating func takeChunkData(_ left: Int, in bytes: UnsafeMutableRawBufferPointer) -> Bool {
        let count = min(left, bytes.count - position)
        guard count > 0, let base = bytes.baseAddress else { return false }
        if position > bodyEnd { memmove(base + bodyEnd, base + position, count) }
        bodyEnd += count
        position += count
        searched = position
        head.body.end = UInt32(truncatingIfNeeded: bodyEnd)
        phase = count == left ? .chunkEnd : .chunkData(left: left - count)
        return true
    }

    /// The CR LF after a chunk's data.
    mutating func parseChunkEnd(in bytes: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Bool {
        let limit = position + 2
        guard let line = try nextLine(in: bytes, upTo: limit, else: .chunk) else { return false }
        guard line.isEmpty else { throw .chunk }
        phase = .chunkSize
        return true
    }

    /// Trailers must be well-formed, and are forgotten: nothing here looks at them. Those that would change what the
    /// request is are refused.
    mutating func parseTrailer(in bytes: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Bool {
        let limit = position + limits.headBytes - discarded
        guard let line = try nextLine(in: bytes, upTo: limit, else: .headTooLarge) else {
            return false
        }
        if line.isEmpty {
            phase = .sizedBody(end: position)
            return false
        }
        discarded += line.count
        trailers += 1
        guard trailers <= limits.headers else { throw .tooManyHeaders }
        try checkTrailer(in: bytes, line)
        return true
    }

    private func checkTrailer(
        in bytes: UnsafeMutableRawBufferPointer, _ line: Range<Int>
    ) throws(HTTPError) {
        guard let field = try? Self.field(in: bytes, line) else { throw .trailer }
        let name = UnsafeRawBufferPointer(bytes).part(field.name)
        let forbidden: [StaticString] = [
            "content-length", "transfer-encoding", "host", "authorization", "expect", "connection",
        ]
        if forbidden.contains(where: name.spells) { throw .trailer }
    }
}

extension UnsafeRawBufferPointer {
    /// The value of at most 16 hexadecimal digits.
    fileprivate var hexadecimal: UInt64 {
        reduce(0) { value, digit in
            value << 4 | UInt64(digit.isDigit ? digit &- 0x30 : digit.lowercased &- 0x57)
        }
    }
}
