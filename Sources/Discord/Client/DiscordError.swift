import API

/// Why a call got no good answer from Discord.
package enum DiscordError: Error, Hashable, Sendable {
    /// Discord refused: the HTTP status, its own code (0 where it gave none) and message.
    case refused(status: Int, code: Int, message: String)
    /// A rate limit or the cluster's budget would have kept the call longer than it may wait.
    case waitedTooLong
    /// No answer in time, or no connection; in words.
    case unreachable(String)
    /// An answer that can't be read.
    case garbled
    /// Discord has refused the bot's token (401): nothing is sent until a worker starts with another one.
    case tokenRefused
    /// So many calls were refused that Discord might ban the address: nothing is sent for a while.
    case guarded
    /// There is no bot token.
    case notConfigured
    /// The worker is stopping, or the caller gave up.
    case cancelled
}

extension DiscordError: APIErrorConvertible {
    package var apiError: APIError { .discord(words) }

    /// One sentence for the caller.
    package var words: String {
        switch self {
        case .refused(let status, let code, let message):
            Self.refusal(status, code, message)
        case .waitedTooLong: "Discord's rate limits left no time for this; try again later."
        case .unreachable(let reason): "Discord can't be reached: \(reason)."
        case .garbled: "Discord's answer can't be read."
        case .tokenRefused: "Discord refused the bot's token."
        case .guarded: "Too many calls were refused by Discord lately; try again later."
        case .notConfigured: "Kennel has no bot token."
        case .cancelled: "The call was given up."
        }
    }

    private static func refusal(_ status: Int, _ code: Int, _ message: String) -> String {
        // "401: Unauthorized" is how Discord writes what its status says already.
        let prefix = "\(status): "
        let message = message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
        let end = code == 0 ? "" : " (\(code))"
        let sentence = "Discord answered \(status)" + (message.isEmpty ? "" : ": \(message)") + end
        return sentence.hasSuffix(".") ? sentence : sentence + "."
    }

    /// What was asked for isn't there (any more).
    package var isNotFound: Bool {
        if case .refused(404, _, _) = self { true } else { false }
    }

    /// The bot may not do or see this.
    package var isForbidden: Bool {
        if case .refused(403, _, _) = self { true } else { false }
    }

    /// The call was refused by Discord for itself, so that repeating it won't help.
    package var isFinal: Bool {
        if case .refused(let status, _, _) = self { (400..<500).contains(status) } else { false }
    }
}
