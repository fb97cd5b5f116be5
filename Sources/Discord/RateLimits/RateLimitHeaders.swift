import Essentials

/// The rate-limit headers of an answer.
package struct RateLimitHeaders: Hashable, Sendable {
    /// Whom a 429 concerns.
    package enum Scope: String, Sendable {
        /// The bot, on this bucket.
        case user
        /// The bot, on everything.
        case global
        /// The resource, whoever used it up; doesn't count as an invalid request.
        case shared
    }

    package var limit: Int?
    package var remaining: Int?
    /// From the answer until the window ends.
    package var resetAfter: Duration?
    package var bucket: String?
    package var scope: Scope?
    package var isGlobal = false
    /// Of a 429: how long to wait, from the answer.
    package var retryAfter: Duration?

    /// The body is a 429 as Discord writes it.
    var hasDiscordsBody = false

    package init() {}

    /// Whether Discord's own limiter answered, not something in front of it. A 429 of the latter halts this worker only, for all
    /// its calls: it refuses the host's address, and other hosts have others.
    var areDiscords: Bool {
        bucket != nil || limit != nil || remaining != nil || scope != nil || isGlobal
            || hasDiscordsBody
    }
}

extension RateLimitHeaders {
    /// Notes one header line of an answer; those of no interest are passed over.
    /// - Parameter name: in any case.
    package mutating func note(_ name: String, _ value: String) {
        switch name.lowercased() {
        case "x-ratelimit-limit": limit = Int(value)
        case "x-ratelimit-remaining": remaining = Int(value)
        case "x-ratelimit-reset-after": resetAfter = Self.seconds(Double(value))
        case "x-ratelimit-bucket": bucket = value.isEmpty ? nil : value
        case "x-ratelimit-scope": scope = Scope(rawValue: value.lowercased())
        case "x-ratelimit-global": isGlobal = value.lowercased() == "true"
        case "retry-after": retryAfter = Self.seconds(Double(value)) ?? retryAfter
        default: break
        }
    }

    /// Notes the body of a 429, whose time is finer than the header's whole seconds; anything but Discord's JSON is passed over.
    package mutating func note(body: [UInt8]) {
        let document = JSONDocument()
        body.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil, document.root.kind == .object else { return }
            if let seconds = Self.seconds(document.root.member("retry_after")?.double()) {
                retryAfter = seconds
                hasDiscordsBody = true
            }
            if document.root.member("global")?.bool() == true { isGlobal = true }
        }
    }

    /// A day at most: what is longer is a mistake, or hopeless either way.
    private static func seconds(_ value: Double?) -> Duration? {
        guard let value, value >= 0, value.isFinite else { return nil }
        return .microseconds(Int64((min(value, 86_400) * 1_000_000).rounded(.up)))
    }
}
