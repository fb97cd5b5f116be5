import Essentials
import EventLoop

/// One header line of a response beside those every response has.
package struct HTTPHeader: Sendable {
    package let name: StaticString
    package let value: String

    /// - Parameter value: sent as it is, without its control characters, which could make a line of their own.
    package init(_ name: StaticString, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A responder's answer. `Date`, `Content-Length`, `Transfer-Encoding` and `Connection` are the connection's.
package struct HTTPResponse {
    /// Where the body comes from. A HEAD request gets its headers only; a stream isn't started for it.
    package enum Body {
        case empty
        case text(StaticString)
        case bytes([UInt8])
        /// Called once, at once.
        case written(@LoopActor (inout ByteWriter) -> Void)
        /// Sent in chunks while it is made. When it throws, the connection is closed without the last chunk, so that
        /// no client takes what it has for the whole.
        case stream(@LoopActor (HTTPBodyStream) async throws -> Void)
        /// Nothing at all, not even a head: the connection is reset. For servers that imitate bad days.
        case hangUp
    }

    /// 200 … 599.
    package var status: Int
    /// Left out of the answer where it is empty.
    package var contentType: StaticString
    /// Whole header lines, each ending in CR LF.
    package var fixedHeaders: StaticString
    package var headers: [HTTPHeader]
    package var body: Body
    /// Whether the connection ends after this response.
    package var closes: Bool

    /// The header lines of every answer that says nothing else: an API's answers are nobody's page or cache entry.
    package static let securityHeaders: StaticString = """
        Cache-Control: no-store\r
        Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r
        Referrer-Policy: no-referrer\r
        X-Content-Type-Options: nosniff\r\n
        """

    package init(
        status: Int,
        contentType: StaticString = "application/json",
        fixedHeaders: StaticString = HTTPResponse.securityHeaders,
        headers: [HTTPHeader] = [],
        body: Body = .empty,
        closes: Bool = false
    ) {
        self.status = status
        self.contentType = contentType
        self.fixedHeaders = fixedHeaders
        self.headers = headers
        self.body = body
        self.closes = closes
    }
}
