@testable import HTTP

/// Requests that every test of the parser goes through.
enum RequestSamples {
    static let good: [String] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/b%20c?x=1&y=%41 HTTP/1.1\r\nhost: example.com:8080\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "GET /x HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
        "GET / HTTP/1.9\r\nHost: a\r\n\r\n",
        "HEAD / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://example.com HTTP/1.1\r\nHost: example.com\r\n\r\n",
        "GET HTTPS://example.com:443/p?q HTTP/1.1\r\nHost: other\r\n\r\n",
        "GET http://example.com?q=1 HTTP/1.1\r\nHost: example.com\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nhello",
        "DELETE /p?a HTTP/1.1\r\nHost:a\r\nX-Empty:\r\nX-Tab:\tv \t\r\nX-Obs: \u{E9}\r\n\r\n",
        "PUT /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n6;a=b;c=\"d\\\"e\" ; f\r\n world\r\n0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
            + "00A\r\n0123456789\r\n000\r\nX-Trailer: t\r\nY: \r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n{}",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: x , Close\r\n\r\n",
        "FROBNICATE /x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a[1]{x}|y?q=[]{}|^` HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"
            + "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
            + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
    ]

    typealias Bad = (text: String, error: HTTPError)

    static let bad: [Bad] =
        badRequestLines + badHeaders + badVersions + badFraming.map(inHead) + badChunks.map(inBody)

    private static func inHead(_ sample: Bad) -> Bad {
        ("POST / HTTP/1.1\r\nHost: a\r\n\(sample.text)\r\n\r\n", sample.error)
    }

    private static func inBody(_ sample: Bad) -> Bad {
        (chunkedHead + sample.text, sample.error)
    }

    static let chunkedHead = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let badVersions: [Bad] = [
        ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .transferEncoding)
    ]

    private static let badRequestLines: [Bad] = [
        ("\u{16}\u{3}\u{1}\u{2}", .requestLine),
        (" GET / HTTP/1.1\r\n", .requestLine),
        ("GET /\r\n", .requestLine),
        ("GET\r\n", .requestLine),
        ("GET  / HTTP/1.1\r\n", .version),
        ("GET / HTTP/1.1 \r\n", .version),
        ("GET /  HTTP/1.1\r\n", .version),
        ("GET\t/ HTTP/1.1\r\n", .requestLine),
        ("GET / x HTTP/1.1\r\n", .version),
        ("G(T / HTTP/1.1\r\n", .requestLine),
        ("GET / http/1.1\r\n", .version),
        ("GET / HTTP/1.10\r\n", .version),
        ("GET / HTTP/1,1\r\n", .version),
        ("GET / HTTP/x.1\r\n", .version),
        ("GET / XTTP/1.1\r\n", .version),
        ("GET / HTTP/2.0\r\n", .unsupportedVersion),
        ("PRI * HTTP/2.0\r\n", .unsupportedVersion),
        ("GET / HTTP/0.9\r\n", .unsupportedVersion),
        ("GET / HTTP/1.1\n", .lineEnd),
        ("\nGET / HTTP/1.1\r\n", .lineEnd),
        ("GET / HTTP/1.1\r\r\n", .version),
        ("GET x HTTP/1.1\r\n", .target),
        ("GET * HTTP/1.1\r\n", .target),
        ("OPTIONS ** HTTP/1.1\r\n", .target),
        ("CONNECT / HTTP/1.1\r\n", .target),
        ("CONNECT a HTTP/1.1\r\n", .target),
        ("CONNECT http://a:443 HTTP/1.1\r\n", .target),
        ("GET /#f HTTP/1.1\r\n", .target),
        ("GET /\"<> HTTP/1.1\r\n", .target),
        ("GET /a\\b HTTP/1.1\r\n", .target),
        ("GET /\u{0} HTTP/1.1\r\n", .target),
        ("GET /\u{7F} HTTP/1.1\r\n", .target),
        ("GET /\u{E9} HTTP/1.1\r\n", .target),
        ("GET /a\rb HTTP/1.1\r\n", .target),
        ("GET /% HTTP/1.1\r\n", .target),
        ("GET /%4 HTTP/1.1\r\n", .target),
        ("GET /%zz HTTP/1.1\r\n", .target),
        ("GET http:// HTTP/1.1\r\n", .target),
        ("GET http:///p HTTP/1.1\r\n", .target),
        ("GET http://u@h/ HTTP/1.1\r\n", .target),
        ("GET http://h:x/ HTTP/1.1\r\n", .target),
        ("GET ftp://h/ HTTP/1.1\r\n", .target),
        ("GET http:/h/ HTTP/1.1\r\n", .target),
    ]

    private static let badHeaders: [Bad] = [
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedHeader),
        ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", .foldedHeader),
        ("GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n", .foldedHeader),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .headerName),
        ("GET / HTTP/1.1\r\n: a\r\n\r\n", .headerName),
        ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", .headerName),
        ("GET / HTTP/1.1\r\nH\u{E9}: a\r\n\r\n", .headerName),
        ("GET / HTTP/1.1\r\nH\u{0}: a\r\n\r\n", .headerName),
        ("GET / HTTP/1.1\r\nHost\r\n\r\n", .headerLine),
        ("GET / HTTP/1.1\r\nHost: a\n\r\n", .lineEnd),
        ("GET / HTTP/1.1\r\nHost: a\r\n\n", .lineEnd),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", .headerValue),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{0}b\r\n\r\n", .headerValue),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a\u{7F}b\r\n\r\n", .headerValue),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{B}\r\n\r\n", .headerValue),
        ("GET / HTTP/1.1\r\n\r\n", .missingHost),
        ("GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", .repeatedHost),
        ("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", .repeatedHost),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: a:80x\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: [::g]\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: a%2\r\n\r\n", .host),
        ("GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n", .expectation),
    ]

    private static let badFraming: [Bad] = [
        ("Content-Length: x", .contentLength),
        ("Content-Length:", .contentLength),
        ("Content-Length: +5", .contentLength),
        ("Content-Length: -5", .contentLength),
        ("Content-Length: 0x5", .contentLength),
        ("Content-Length: 5 5", .contentLength),
        ("Content-Length: 5, 5", .contentLength),
        ("Content-Length: 5.0", .contentLength),
        ("Content-Length: 5\r\nContent-Length: 5", .repeatedContentLength),
        ("Content-Length: 5\r\nContent-Length: 6", .repeatedContentLength),
        ("Content-Length: 1048577", .bodyTooLarge),
        ("Content-Length: 9223372036854775808", .bodyTooLarge),
        ("Content-Length: 99999999999999999999999999999", .bodyTooLarge),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked", .lengthAndEncoding),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5", .lengthAndEncoding),
        ("Transfer-Encoding:", .transferEncoding),
        ("Transfer-Encoding: identity", .transferEncoding),
        ("Transfer-Encoding: xchunked", .transferEncoding),
        ("Transfer-Encoding: chunked;q=1", .transferEncoding),
        ("Transfer-Encoding: chunked, identity", .transferEncoding),
        ("Transfer-Encoding: chunked, chunked", .transferEncoding),
        ("Transfer-Encoding: , chunked", .transferEncoding),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .transferEncoding),
        ("Transfer-Encoding: gzip, chunked", .unsupportedTransferEncoding),
        ("Transfer-Encoding : chunked", .headerName),
        ("Transfer-Encoding: \u{B}chunked", .headerValue),
    ]

    private static let badChunks: [Bad] = [
        ("\r\n", .chunk),
        ("x\r\n", .chunk),
        ("-1\r\n", .chunk),
        ("0x5\r\n", .chunk),
        (" 5\r\nhello\r\n", .chunk),
        ("5 \r\nhello\r\n", .chunk),
        ("5\t\r\nhello\r\n", .chunk),
        ("5\nhello\r\n", .lineEnd),
        ("5\r\rhello\r\n", .chunk),
        ("5;a\nhello\r\n", .lineEnd),
        ("5;a\rb\r\nhello\r\n", .chunk),
        ("5;\r\nhello\r\n", .chunk),
        ("5;a=\r\nhello\r\n", .chunk),
        ("5;a=\"b\r\nhello\r\n", .chunk),
        ("5;a=\"b\\\r\nhello\r\n", .chunk),
        ("5;a=\"b\u{0}\"\r\nhello\r\n", .chunk),
        ("5 a\r\nhello\r\n", .chunk),
        ("5\r\nhello0\r\n", .chunk),
        ("5\r\nhello\n", .lineEnd),
        ("5\r\nhello\r0\r\n", .chunk),
        ("00000000000000005\r\nhello\r\n", .chunk),
        ("100001\r\n", .bodyTooLarge),
        ("ffffffffffffffff\r\n", .bodyTooLarge),
        ("0\r\nX : y\r\n\r\n", .trailer),
        ("0\r\n X: y\r\n\r\n", .trailer),
        ("0\r\nX\r\n\r\n", .trailer),
        ("0\r\nX: \u{0}\r\n\r\n", .trailer),
        ("0\r\nContent-Length: 5\r\n\r\n", .trailer),
        ("0\r\nTransfer-Encoding: chunked\r\n\r\n", .trailer),
        ("0\r\nX: y\n\r\n", .lineEnd),
        ("5\r\nhello\r\n0\r\n\n", .lineEnd),
    ]
}

extension String {
    /// The inverse of `UnsafeRawBufferPointer.text`: each character is one byte.
    var latin1: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}
