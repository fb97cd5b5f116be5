/// The end of a request, as its headers tell it; everything they could say twice or against each other is
/// refused.
struct RequestFraming: Equatable, Sendable {
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var hasHost = false
    var expectsContinue = false
    private var asksToClose = false
    private var asksToKeepAlive = false

    /// Takes note of a header that concerns the connection.
    mutating func note(
        _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) throws(HTTPError) {
        switch name.count {
        case 4 where name.spells("host"): try noteHost(value)
        case 6 where name.spells("expect"): try noteExpectation(value)
        case 10 where name.spells("connection"): noteConnection(value)
        case 14 where name.spells("content-length"): try noteContentLength(value)
        case 17 where name.spells("transfer-encoding"): try noteTransferEncoding(value)
        default: break
        }
    }

    /// Checks that need all headers.
    mutating func settle(_ version: HTTPVersion) throws(HTTPError) {
        guard hasHost || version == .http10 else { throw .missingHost }
        guard !isChunked || contentLength == nil else { throw .lengthAndEncoding }
        // A proxy of 1.0 passes the header on without undoing the encoding.
        guard !isChunked || version == .http11 else { throw .transferEncoding }
        if version == .http10 { expectsContinue = false }
    }

    func keepAlive(_ version: HTTPVersion) -> Bool {
        !asksToClose && (version == .http11 || asksToKeepAlive)
    }

    private mutating func noteHost(_ value: UnsafeRawBufferPointer) throws(HTTPError) {
        guard !hasHost else { throw .repeatedHost }
        guard value.isHost else { throw .host }
        hasHost = true
    }

    private mutating func noteExpectation(_ value: UnsafeRawBufferPointer) throws(HTTPError) {
        guard value.spellsIgnoringCase("100-continue") else { throw .expectation }
        expectsContinue = true
    }

    private mutating func noteConnection(_ value: UnsafeRawBufferPointer) {
        var rest = value[...]
        while true {
            let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            let option = UnsafeRawBufferPointer(rebasing: rest[..<end]).trimmed
            if option.spellsIgnoringCase("close") { asksToClose = true }
            if option.spellsIgnoringCase("keep-alive") { asksToKeepAlive = true }
            guard end < rest.endIndex else { return }
            rest = rest[(end + 1)...]
        }
    }

    /// A length that no integer holds counts as the largest one: it is too large, not malformed.
    private mutating func noteContentLength(_ value: UnsafeRawBufferPointer) throws(HTTPError) {
        guard contentLength == nil else { throw .repeatedContentLength }
        guard !value.isEmpty, value.allSatisfy(\.isDigit) else { throw .contentLength }
        var length = 0
        for digit in value {
            let (tens, overflows) = length.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = tens.addingReportingOverflow(Int(digit &- 0x30))
            length = overflows || overflowsToo ? .max : sum
            if length == .max { break }
        }
        contentLength = length
    }

    private mutating func noteTransferEncoding(
        _ value: UnsafeRawBufferPointer
    ) throws(HTTPError) {
        guard !isChunked else { throw .transferEncoding }
        guard value.spellsIgnoringCase("chunked") else {
            throw Self.endsInOneChunked(value) ? .unsupportedTransferEncoding : .transferEncoding
        }
        isChunked = true
    }

    /// Whether this is a list of other codings with `chunked` at its end: well-formed, only not for us.
    private static func endsInOneChunked(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let comma = value.lastIndex(of: UInt8(ascii: ",")),
            value.part(comma + 1, value.count).trimmed.spellsIgnoringCase("chunked")
        else { return false }
        let others = value.part(0, comma).split(
            separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return others.allSatisfy { coding in
            let coding = UnsafeRawBufferPointer(rebasing: coding).trimmed
            return !coding.isEmpty && coding.allSatisfy(ByteSet.token.contains)
                && !coding.spellsIgnoringCase("chunked")
        }
    }
}
