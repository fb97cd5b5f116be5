/// Parsing the request line.
extension RequestParser {
    /// `method SP request-target SP HTTP-version CRLF`, after any number of empty lines.
    mutating func parseRequestLine(in bytes: UnsafeMutableRawBufferPointer) throws(HTTPError)
        -> Bool
    {
        try refuseOtherProtocols(bytes)
        guard let line = try nextLine(in: bytes, upTo: headLimit, else: .targetTooLong) else {
            return false
        }
        if line.isEmpty {
            start = position
            return true
        }
        let text = UnsafeRawBufferPointer(bytes)
        guard let methodEnd = text[line].firstIndex(of: .space),
            let targetEnd = text[methodEnd + 1..<line.upperBound].firstIndex(of: .space)
        else { throw .requestLine }
        try takeMethod(text, line.lowerBound, methodEnd)
        head.version = try Self.version(text.part(targetEnd + 1, line.upperBound))
        try takeTarget(text, methodEnd + 1, targetEnd)
        phase = .headers
        return true
    }

    /// Past this place no line of the head may reach.
    var headLimit: Int { start + limits.headBytes }

    /// Bytes that aren't HTTP, such as a TLS hello, are refused at the first one, not when the time for the headers is over.
    private func refuseOtherProtocols(_ bytes: UnsafeMutableRawBufferPointer) throws(HTTPError) {
        guard position < bytes.count else { return }
        let first = bytes[position]
        guard ByteSet.token.contains(first) || first == .carriageReturn || first == .lineFeed else {
            throw .requestLine
        }
    }

    private mutating func takeMethod(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) throws(HTTPError) {
        guard end > start else { throw .requestLine }
        for index in start..<end where !ByteSet.token.contains(bytes[index]) {
            throw .requestLine
        }
        head.methodName = ByteRange(start, end)
        head.method = HTTPMethod(bytes.part(start, end))
    }

    private static func version(_ text: UnsafeRawBufferPointer) throws(HTTPError) -> HTTPVersion {
        if text.spells("HTTP/1.1") { return .http11 }
        if text.spells("HTTP/1.0") { return .http10 }
        guard text.count == 8, text.part(0, 5).spells("HTTP/"), text[5].isDigit,
            text[6] == UInt8(ascii: "."), text[7].isDigit
        else { throw .version }
        guard text[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        return .http11
    }

    /// Origin form, absolute form, the asterisk of OPTIONS, or the authority of CONNECT.
    private mutating func takeTarget(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) throws(HTTPError) {
        guard end > start else { throw .target }
        try Self.checkTarget(bytes.part(start, end))
        if head.method == .connect {
            let authority = bytes.part(start, end)
            guard authority.isHost, authority.last?.isDigit == true else { throw .target }
            head.path = ByteRange(start, end)
        } else if bytes[start] == UInt8(ascii: "/") {
            takePath(bytes, start, end)
        } else if bytes[start] == UInt8(ascii: "*"), end - start == 1 {
            guard head.method == .options else { throw .target }
            head.path = ByteRange(start, end)
        } else {
            try takeAbsoluteTarget(bytes, start, end)
        }
    }

    private static func checkTarget(_ target: UnsafeRawBufferPointer) throws(HTTPError) {
        for index in target.indices {
            guard ByteSet.target.contains(target[index]) else { throw .target }
            guard target[index] != UInt8(ascii: "%") || target.isEncoded(at: index) else {
                throw .target
            }
        }
    }

    private mutating func takePath(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
        guard let mark = bytes[start..<end].firstIndex(of: UInt8(ascii: "?")) else {
            head.path = ByteRange(start, end)
            return
        }
        head.path = ByteRange(start, mark)
        head.query = ByteRange(mark + 1, end)
    }

    /// `http://host:port/path?query`: the host counts for nothing here, but it must be one. A path that isn't there is
    /// left empty, which `HTTPRequest` reads as `/`.
    private mutating func takeAbsoluteTarget(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int
    ) throws(HTTPError) {
        let schemes: [StaticString] = ["http://", "https://"]
        let target = bytes.part(start, end)
        guard
            let scheme = schemes.first(where: {
                target.part(0, min(target.count, $0.utf8CodeUnitCount)).spellsIgnoringCase($0)
            })
        else { throw .target }
        let host = start + scheme.utf8CodeUnitCount
        let hostEnd =
            bytes[host..<end].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            ?? end
        guard bytes.part(host, hostEnd).isHost else { throw .target }
        takePath(bytes, hostEnd, end)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the percent sign at this place is followed by two hexadecimal digits.
    func isEncoded(at index: Int) -> Bool {
        index + 2 < count && self[index + 1].isHexDigit && self[index + 2].isHexDigit
    }

    /// Whether this is `uri-host [ ":" port ]` of RFC 9110, the host not being empty.
    var isHost: Bool {
        if first == UInt8(ascii: "[") { return isBracketedHost }
        let colon = firstIndex(of: .colon) ?? count
        guard colon > 0 else { return false }
        for index in 0..<colon {
            guard ByteSet.hostName.contains(self[index]) else { return false }
            guard self[index] != UInt8(ascii: "%") || isEncoded(at: index) else { return false }
        }
        return part(colon, count).isPort
    }

    /// `[` an IPv6 address `]`, as far as its characters tell.
    private var isBracketedHost: Bool {
        guard let close = firstIndex(of: UInt8(ascii: "]")), close > 2 else { return false }
        return part(1, close).allSatisfy {
            $0.isHexDigit || $0 == .colon || $0 == UInt8(ascii: ".")
        } && part(close + 1, count).isPort
    }

    /// Nothing, or a colon and any number of digits.
    private var isPort: Bool {
        isEmpty || self[0] == .colon && dropFirst().allSatisfy(\.isDigit)
    }
}
