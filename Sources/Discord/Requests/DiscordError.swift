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
    /// So many calls were refused that Discord might ban the address: none that add to this count are sent for a while.
    case guarded(RefusalShare)
    /// The guild, or the caller where there is none, has too many calls waiting already.
    case tooManyWaiting
    /// There is no bot token.
    case notConfigured
    /// The named thing belongs to another guild, so nothing was sent.
    case foreign(DiscordThing)
    /// The name can't be anything's: a path with it would lead elsewhere. Nothing was sent.
    case unnameable
    /// The worker is stopping, or the caller is gone.
    case cancelled
    /// As `.cancelled`, of a change that was never sent.
    case withdrawn
}

extension DiscordError {
    /// One sentence for the caller.
    package var words: String {
        switch self {
        case .refused(let status, let code, let message):
            Self.refusal(status, code, message)
        case .waitedTooLong: "Discord's rate limits leave no time for this call; try again later."
        case .unreachable(let reason): "Discord can't be reached: \(reason)."
        case .garbled: "Discord's answer can't be read."
        case .tokenRefused: "Discord refused the bot's token."
        case .guarded(let share): share.words
        case .tooManyWaiting:
            "This guild or caller has too many calls to Discord waiting; try again later."
        case .notConfigured: "Kennel has no bot token."
        case .cancelled, .withdrawn: "The call was given up."
        case .foreign(let thing): "The \(thing) is not one of this guild's."
        case .unnameable: "There is nothing of this name."
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

    /// Whether Discord says that one of these things doesn't exist (any more). Only its own code says so: a 404 of a proxy, or one
    /// without a code, is an unknown outcome.
    package func isGone(_ things: DiscordThing...) -> Bool { isGone(things) }

    func isGone(_ things: [DiscordThing]) -> Bool {
        switch self {
        case .refused(403, let code, _), .refused(404, let code, _):
            things.contains { $0.rawValue == code }
        case .unnameable: true
        default: false
        }
    }

    /// Discord says that the bot may not do or see this.
    package var isForbidden: Bool {
        if case .refused(403, let code, _) = self { code != 0 } else { false }
    }

    /// Refused for what was asked, so that asking again doesn't help. A 403 or 404 without Discord's code may be a proxy's: it
    /// may be otherwise the next time.
    package var isFinal: Bool {
        switch self {
        case .refused(403, 0, _), .refused(404, 0, _), .refused(408, _, _): false
        case .refused(let status, _, _): (400..<500).contains(status)
        case .foreign, .unnameable: true
        default: false
        }
    }

    /// The effect that a failed call may have had at Discord.
    package enum Effect: Hashable, Sendable {
        case none
        case unknown
    }

    /// The one place that decides whether a call that failed certainly did nothing.
    package var effect: Effect {
        switch self {
        case .refused: isFinal ? .none : .unknown
        case .waitedTooLong, .tooManyWaiting, .tokenRefused, .guarded, .notConfigured, .foreign,
            .unnameable, .withdrawn:
            .none
        case .unreachable, .garbled, .cancelled: .unknown
        }
    }
}
