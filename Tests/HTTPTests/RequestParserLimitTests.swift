import Testing

@testable import HTTP

@Suite struct RequestParserLimitTests {
    private func error(_ text: String, _ change: (inout HTTPLimits) -> Void) -> HTTPError? {
        var limits = HTTPLimits()
        change(&limits)
        let whole = ParsedRequests(text, limits: limits)
        let oneByOne = ParsedRequests(text.latin1.map { [$0] }, limits: limits)
        #expect(whole == oneByOne)
        return whole.error
    }

    @Test func `a head may be as large as the limit, and no larger`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 100))\r\n\r\n"
        #expect(error(text) { $0.headBytes = text.utf8.count } == nil)
        #expect(error(text) { $0.headBytes = text.utf8.count - 1 } == .headTooLarge)
        #expect(error(text) { $0.headBytes = 60 } == .headTooLarge)
        #expect(error(text) { $0.headBytes = 10 } == .targetTooLong)
    }

    @Test func `empty lines before a request count for nothing`() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        let empty = String(repeating: "\r\n", count: 50)
        #expect(error(empty + text) { $0.headBytes = text.utf8.count } == nil)
        #expect(error(empty + text) { $0.headBytes = text.utf8.count - 1 } == .headTooLarge)
    }

    @Test func `a head that never ends is refused at the limit`() {
        #expect(error(String(repeating: "G", count: 101)) { $0.headBytes = 100 } == .targetTooLong)
        let open = "GET / HTTP/1.1\r\nX: " + String(repeating: "x", count: 100)
        #expect(error(open) { $0.headBytes = 100 } == .headTooLarge)
    }

    @Test func `there may be as many headers as the limit, and no more`() {
        let three = "GET / HTTP/1.1\r\nHost: a\r\nB: b\r\nC: c\r\n\r\n"
        #expect(error(three) { $0.headers = 3 } == nil)
        #expect(error(three) { $0.headers = 2 } == .tooManyHeaders)
    }

    @Test func `a body may be as large as the limit, and no larger`() {
        let sized = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabcdef"
        #expect(error(sized) { $0.bodyBytes = 6 } == nil)
        #expect(error(sized) { $0.bodyBytes = 5 } == .bodyTooLarge)
        let chunked =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"
        #expect(error(chunked) { $0.bodyBytes = 6 } == nil)
        #expect(error(chunked) { $0.bodyBytes = 5 } == .bodyTooLarge)
        #expect(error(chunked) { $0.bodyBytes = 2 } == .bodyTooLarge)
    }

    @Test func `a chunked body's framing has a limit of its own`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        let long = head + "1;" + String(repeating: "x", count: 1100) + "\r\na\r\n"
        #expect(error(long) { _ in } == .chunk)
        let open = head + "1;" + String(repeating: "x", count: 1100)
        #expect(error(open) { _ in } == .chunk)
        let chunk = "1;" + String(repeating: "x", count: 99) + "\r\na\r\n"
        #expect(error(head + String(repeating: chunk, count: 9)) { $0.headBytes = 899 } == .chunk)
        #expect(error(head + String(repeating: chunk, count: 9)) { $0.headBytes = 900 } == nil)
    }

    @Test func `trailers have the limits of headers`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        let trailers = String(repeating: "T: 1\r\n", count: 5) + "\r\n"
        #expect(error(head + trailers) { $0.headers = 5 } == nil)
        #expect(error(head + trailers) { $0.headers = 4 } == .tooManyHeaders)
        let long = "T: \(String(repeating: "x", count: 200))\r\n"
        #expect(error(head + long) { $0.headBytes = 150 } == .headTooLarge)
        #expect(error(head + long.dropLast(2)) { $0.headBytes = 150 } == .headTooLarge)
    }

    @Test func `a buffer grows with its request, and gives the memory back`() throws {
        let input = RequestBuffer(limits: HTTPLimits())
        let body = String(repeating: "x", count: 100_000)
        try input.append(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n\(body)".latin1)
        guard case .complete = input.parse() else { return #expect(Bool(false)) }
        #expect(input.capacity > 100_000)
        input.finishRequest()
        input.clear()
        #expect(input.capacity == RequestBuffer.usualCapacity)
    }
}
