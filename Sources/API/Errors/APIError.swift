import HTTP

/// Why a request failed. The words and statuses are in `APIError+Rendering`.
package enum APIError: Error, Hashable, Sendable {
    case badRequest(Fault)
    case unauthorized
    case forbidden
    /// With the reason, as a sentence.
    case notFound(String)
    /// With the methods there are, as `Allow` lists them.
    case methodNotAllowed(allow: String)
    case unprocessable(Fault)
    case unsupportedMediaType
    /// A token over its configured requests a second.
    case tooManyRequests(retryAfter: Int)
    /// More work than a guild may have done at once, with the reason as a sentence.
    case tooMuch(String, retryAfter: Int)
    case internalServer
    case moduleDisabled
    case moduleEnabled
    /// A failed read.
    case settings
    /// A failed write. Where its outcome is unknown and repeating may count twice, the message warns of it.
    case database(outcomeUnknown: Bool)
    /// With what Discord said, in words.
    case discord(String)
    /// The process can't serve, with the reason.
    case unready(String)
    /// Refused by the HTTP parser.
    case malformed(HTTPError)

    /// A request that breaks a rule of its endpoint, as a sentence.
    package static func badRequest(_ words: String) -> APIError { .badRequest(.said(words)) }
    package static func unprocessable(_ words: String) -> APIError { .unprocessable(.said(words)) }

    /// A rule about one field, as a sentence.
    package static func badRequest(_ words: String, field: String) -> APIError {
        .badRequest(.about(field, words))
    }
    package static func unprocessable(_ words: String, field: String) -> APIError {
        .unprocessable(.about(field, words))
    }
}
