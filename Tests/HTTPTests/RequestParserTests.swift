import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    private func only(_ text: String) throws -> ParsedRequests.Request {
        let parsed = ParsedRequests(text)
        #expect(parsed.error == nil)
        #expect(parsed.requests.count == 1)
        return try #require(parsed.requests.first)
    }

    @Test func `every good request is taken whole`() {
        for text in RequestSamples.good {
            let parsed = ParsedRequests(text)
            #expect(
                parsed.error == nil && !parsed.isUnfinished && !parsed.requests.isEmpty,
                "\(text.debugDescription): \(parsed)")
        }
    }

    @Test func `every bad request is refused for its reason`() {
        for sample in RequestSamples.bad {
            let parsed = ParsedRequests(sample.text)
            #expect(
                parsed.error == sample.error && parsed.requests.isEmpty,
                "\(sample.text.debugDescription): \(parsed)")
        }
    }

    @Test func `a request line gives method, path, query and version`() throws {
        let request = try only("GET /a%20b?c=d?e HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(request.method == "GET")
        #expect(request.path == "/a%20b")
        #expect(request.query == "c=d?e")
        #expect(request.version == .http11)
        #expect(try only("GET /? HTTP/1.0\r\n\r\n").query == "")
    }

    @Test func `an absolute target gives its path, and a slash where it has none`() throws {
        #expect(try only("GET http://h/p?q HTTP/1.1\r\nHost: h\r\n\r\n").path == "/p")
        let bare = try only("GET http://h?q HTTP/1.1\r\nHost: h\r\n\r\n")
        #expect(bare.path == "/")
        #expect(bare.query == "q")
        #expect(try only("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n").path == "/")
    }

    @Test func `header names are small and values trimmed`() throws {
        let request = try only("GET / HTTP/1.1\r\nHOST:\t x \t\r\nX-Yz:a  b\r\nE:\r\n\r\n")
        #expect(request.headers == ["host: x", "x-yz: a  b", "e: "])
    }

    @Test func `a chunked body comes without its framing`() throws {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(try only(head + "3\r\nabc\r\n1;x\r\nd\r\n0\r\nT: u\r\n\r\n").body == "abcd")
        #expect(try only(head + "0\r\n\r\n").body == "")
    }

    @Test func `bytes after a request belong to the next one`() {
        let parsed = ParsedRequests(RequestSamples.good.joined())
        #expect(parsed.error == nil)
        #expect(parsed.requests.count == RequestSamples.good.count + 3)
    }

    @Test func `connections persist as their version and headers say`() throws {
        func keepsAlive(_ version: String, _ connection: String?) throws -> Bool {
            let header = connection.map { "Connection: \($0)\r\n" } ?? ""
            return try only("GET / HTTP/\(version)\r\nHost: a\r\n\(header)\r\n").keepAlive
        }
        #expect(try keepsAlive("1.1", nil))
        #expect(try !keepsAlive("1.1", "close"))
        #expect(try !keepsAlive("1.1", "keep-alive, CLOSE"))
        #expect(try !keepsAlive("1.0", nil))
        #expect(try keepsAlive("1.0", "foo,,keep-alive"))
        #expect(try !keepsAlive("1.0", "keep-alive, close"))
    }

    @Test func `the client is told to go on once, and only while its body is missing`() {
        let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
        var parser = RequestParser(limits: HTTPLimits())
        #expect(advance(&parser, head) == .needsMore(keeping: head.utf8.count))
        #expect(parser.isInBody)
        let tellings = [parser.takeContinue(), parser.takeContinue()]
        #expect(tellings == [true, false])
    }

    @Test func `a client of HTTP 1 point 0 is never told to go on`() {
        var parser = RequestParser(limits: HTTPLimits())
        _ = advance(
            &parser, "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
        let isTold = parser.takeContinue()
        #expect(!isTold)
    }

    @Test func `a failed parser stays failed`() {
        var parser = RequestParser(limits: HTTPLimits())
        #expect(advance(&parser, "x\n") == .failed(.lineEnd))
        #expect(advance(&parser, RequestSamples.good[0]) == .failed(.lineEnd))
    }

    private func advance(_ parser: inout RequestParser, _ text: String) -> ParsingStep {
        var bytes = text.latin1
        return bytes.withUnsafeMutableBytes { parser.advance(in: $0) }
    }

    @Test func `empty lines before a request are nothing that waits`() {
        #expect(!ParsedRequests("\r\n\r\n").isUnfinished)
        #expect(ParsedRequests("\r\n\r\nG").isUnfinished)
    }

    @Test func `a request made of bytes is one request exactly`() throws {
        let request = try HTTPRequest(
            parsing: "GET /x HTTP/1.1\r\nHost: a\r\nA: 1\r\na: 2\r\n\r\n".latin1)
        #expect(request.method == .get)
        #expect(request.headers.first("a")?.text == "1")
        #expect(request.headers.first("b") == nil)
        #expect(request.headers.map { $0.value.text } == ["a", "1", "2"])
        #expect(throws: HTTPError.requestLine) {
            try HTTPRequest(parsing: (RequestSamples.good[0] + "G").latin1)
        }
        #expect(throws: HTTPError.missingHost) {
            try HTTPRequest(parsing: "GET / HTTP/1.1\r\n\r\n".latin1)
        }
    }
}
