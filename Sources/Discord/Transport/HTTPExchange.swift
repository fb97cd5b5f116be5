import EventLoop
import HTTP

/// One request as it goes out, ready made.
struct HTTPExchange: Sendable {
    let method: HTTPMethod
    let url: String
    /// Whole lines, `Name: value`, without control characters.
    let headers: [String]
    let body: [UInt8]?
    /// Whether libcurl may send the body again if a kept connection turns out to be dead. Not for a POST without a nonce: it may
    /// have been processed already.
    let isRepeatable: Bool
    /// Takes the body of a good answer piece by piece; nil: it's kept whole.
    var sink: (any BodySink)?
}

/// A server's answer.
struct HTTPReply: Sendable {
    let status: Int
    let headers: RateLimitHeaders
    /// Empty where a sink took it.
    let body: [UInt8]
}

/// Why there was no whole answer.
struct TransferFailure: Error, Hashable, Sendable {
    let error: DiscordError
    /// Nothing of the request had gone out, so that the server can't have acted on it.
    var isUnsent: Bool
    /// It may go better in a moment.
    let isPassing: Bool
}
