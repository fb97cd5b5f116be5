/// Why a request is refused before any endpoint sees it. Most leave the framing in doubt: the connection is closed.
package enum HTTPError: Error, Equatable, Sendable, CaseIterable {
    case requestLine
    case target
    case version
    case unsupportedVersion
    case headerLine
    case headerName
    case headerValue
    case foldedHeader
    case lineEnd
    case missingHost
    case repeatedHost
    case host
    case contentLength
    case repeatedContentLength
    case lengthAndEncoding
    case transferEncoding
    case unsupportedTransferEncoding
    case chunk
    case trailer
    case targetTooLong
    case headTooLarge
    case tooManyHeaders
    case bodyTooLarge
    case headTimeout
    case bodyTimeout
    case expectation
    case truncated
    case tooManyLargeRequests
    case noRoom

    /// The HTTP status that tells it.
    package var status: Int {
        switch self {
        case .headTimeout, .bodyTimeout: 408
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .expectation: 417
        case .tooManyLargeRequests: 429
        case .headTooLarge, .tooManyHeaders: 431
        case .unsupportedTransferEncoding: 501
        case .noRoom: 503
        case .unsupportedVersion: 505
        default: 400
        }
    }

    /// The error as a sentence for the client.
    package var reason: StaticString {
        switch self {
        case .requestLine: "The request line is malformed."
        case .target: "The request target is malformed."
        case .version: "The HTTP version is malformed."
        case .unsupportedVersion: "This HTTP version is not supported."
        case .headerLine: "A header line is malformed."
        case .headerName: "A header name is malformed."
        case .headerValue: "A header value holds a forbidden character."
        case .foldedHeader: "Folded header lines are not accepted."
        case .lineEnd: "A line does not end in CR LF."
        case .missingHost: "The Host header is missing."
        case .repeatedHost: "The Host header is given more than once."
        case .host: "The Host header is malformed."
        case .contentLength: "The Content-Length header is malformed."
        case .repeatedContentLength: "The Content-Length header is given more than once."
        case .lengthAndEncoding: "Content-Length and Transfer-Encoding exclude each other."
        case .transferEncoding: "The Transfer-Encoding header is malformed."
        case .unsupportedTransferEncoding: "This transfer encoding is not supported."
        case .chunk: "The chunked body is malformed."
        case .trailer: "The trailer section is malformed."
        case .targetTooLong: "The request target is too long."
        case .headTooLarge: "The request's headers are too large."
        case .tooManyHeaders: "The request has too many headers."
        case .bodyTooLarge: "The request's body is too large."
        case .headTimeout: "The request's headers did not arrive in time."
        case .bodyTimeout: "The request's body did not arrive in time."
        case .expectation: "This expectation can not be met."
        case .truncated: "The request ended before it was whole."
        case .tooManyLargeRequests: "Too many large requests of this caller are on their way."
        case .noRoom: "There is no room for another large request at the moment."
        }
    }
}
