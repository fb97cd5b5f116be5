import Essentials
import EventLoop
import Testing

@testable import HTTP

@Suite struct ResponseEncoderTests {
    private func lines(
        _ response: HTTPResponse, _ framing: ResponseEncoder.Framing,
        _ persistence: ResponseEncoder.Persistence = .byDefault
    ) -> [String] {
        var encoder = ResponseEncoder()
        var writer = ByteWriter()
        encoder.appendHead(
            of: response, framing: framing, persistence: persistence, at: .now(), to: &writer)
        let text = writer.string
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.split(separator: "\r\n").map(String.init).filter { !$0.hasPrefix("Date: ") }
    }

    @Test func `a head has its lines in a fixed order`() {
        let response = HTTPResponse(
            status: 409, fixedHeaders: "A: b\r\n", headers: [HTTPHeader("Retry-After", "5")])
        #expect(
            lines(response, .length(12)) == [
                "HTTP/1.1 409 Conflict", "Content-Type: application/json", "A: b",
                "Retry-After: 5", "Content-Length: 12",
            ])
    }

    @Test func `the connection is named where the default isn't meant`() {
        let response = HTTPResponse(status: 200, fixedHeaders: "")
        #expect(lines(response, .chunked, .close).contains("Connection: close"))
        #expect(lines(response, .chunked, .keepAlive).contains("Connection: keep-alive"))
        #expect(lines(response, .chunked).last == "Transfer-Encoding: chunked")
        #expect(ResponseEncoder.Persistence(closes: false, version: .http10) == .keepAlive)
        #expect(ResponseEncoder.Persistence(closes: false, version: .http11) == .byDefault)
        #expect(ResponseEncoder.Persistence(closes: true, version: .http10) == .close)
    }

    @Test func `a status without a body has no length and no type`() {
        let response = HTTPResponse(status: 204, fixedHeaders: "")
        #expect(response.isBodiless)
        #expect(lines(response, .none) == ["HTTP/1.1 204 No Content"])
    }

    @Test func `a header's value can't start another line`() {
        let response = HTTPResponse(
            status: 200, contentType: "", fixedHeaders: "",
            headers: [HTTPHeader("X", "a\r\nSet-Cookie: b\u{0}\u{7F}")])
        #expect(lines(response, .untilClose) == ["HTTP/1.1 200 OK", "X: aSet-Cookie: b"])
    }

    @Test func `every status of ours has its own line`() {
        for status in HTTPError.allCases.map(\.status) + [
            200, 401, 403, 404, 405, 409, 415, 422, 429,
        ] {
            #expect("\(StatusLine.of(status))".hasPrefix("HTTP/1.1 \(status) "))
        }
        #expect("\(StatusLine.of(599))".hasPrefix("HTTP/1.1 500 "))
        #expect("\(StatusLine.of(499))".hasPrefix("HTTP/1.1 400 "))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"),
        (4_102_444_799, "Thu, 31 Dec 2099 23:59:59 GMT"),
    ])
    func `dates are as RFC 9110 wants them`(seconds: Int64, text: String) {
        var writer = ByteWriter()
        DateHeader.append(Timestamp(microseconds: seconds * 1_000_000 + 999_999), to: &writer)
        #expect(writer.string == "Date: \(text)\r\n")
    }

    @Test func `a chunk has its size in front and is never empty`() {
        var writer = ByteWriter()
        Array("0123456789abcdef".utf8).withUnsafeBytes {
            ResponseEncoder.appendChunk($0, to: &writer)
            ResponseEncoder.appendChunk(UnsafeRawBufferPointer(rebasing: $0[0..<0]), to: &writer)
        }
        ResponseEncoder.appendLastChunk(to: &writer)
        #expect(writer.string == "10\r\n0123456789abcdef\r\n0\r\n\r\n")
    }
}
