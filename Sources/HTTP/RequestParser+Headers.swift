/// Parsing headers.
extension RequestParser {
    mutating func parseHeader(in bytes: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Bool {
        guard let line = try nextLine(in: bytes, upTo: headLimit, else: .headTooLarge) else {
            return false
        }
        if line.isEmpty {
            try finishHead()
            return true
        }
        guard head.headers.count < limits.headers else { throw .tooManyHeaders }
        let field = try Self.field(in: bytes, line)
        let text = UnsafeRawBufferPointer(bytes)
        try framing.note(text.part(field.name), text.part(field.value))
        head.headers.append(field)
        return true
    }

    private mutating func finishHead() throws(HTTPError) {
        try framing.settle(head.version)
        head.keepAlive = framing.keepAlive(head.version)
        if framing.isChunked {
            head.body = ByteRange(position, position)
            bodyEnd = position
            phase = .chunkSize
            return
        }
        let length = framing.contentLength ?? 0
        guard length <= limits.bodyBytes else { throw .bodyTooLarge }
        head.body = ByteRange(position, position + length)
        phase = .sizedBody(end: position + length)
    }

    /// `field-name ":" OWS field-value OWS`; the name is made small in place.
    static func field(
        in bytes: UnsafeMutableRawBufferPointer, _ line: Range<Int>
    ) throws(HTTPError) -> HeaderField {
        if bytes[line.lowerBound].isBlank { throw .foldedHeader }
        let colon = try nameEnd(in: bytes, line)
        var start = colon + 1
        var end = line.upperBound
        while start < end, bytes[start].isBlank { start += 1 }
        while end > start, bytes[end - 1].isBlank { end -= 1 }
        try checkValue(UnsafeRawBufferPointer(bytes).part(start, end))
        return HeaderField(
            name: ByteRange(line.lowerBound, colon), value: ByteRange(start, end))
    }

    /// Where the colon is. A blank before it is no part of a name: proxies disagree about such a line.
    private static func nameEnd(
        in bytes: UnsafeMutableRawBufferPointer, _ line: Range<Int>
    ) throws(HTTPError) -> Int {
        for index in line {
            let byte = bytes[index]
            if byte == .colon {
                guard index > line.lowerBound else { throw .headerName }
                return index
            }
            guard ByteSet.token.contains(byte) else { throw .headerName }
            bytes[index] = byte.lowercased
        }
        throw .headerLine
    }

    /// No control characters but the tab: no NUL, no lone CR.
    private static func checkValue(_ value: UnsafeRawBufferPointer) throws(HTTPError) {
        // Without an early exit, so that it is done many bytes at a time.
        var isBad = false
        for byte in value {
            isBad = isBad || (byte < 0x20 && byte != 0x09) || byte == 0x7F
        }
        if isBad { throw .headerValue }
    }
}

extension UnsafeRawBufferPointer {
    @inline(__always)
    func part(_ range: ByteRange) -> UnsafeRawBufferPointer {
        part(Int(range.start), Int(range.end))
    }
}
