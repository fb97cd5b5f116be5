/// The outcome of sending a call once, as far as limits care.
package struct AttemptOutcome: Hashable, Sendable {
    /// Discord's answer, the body's code and message where it refused.
    struct Answer: Hashable, Sendable {
        let status: Int
        let headers: RateLimitHeaders
        let code: Int
        let message: String
    }

    enum Kind: Hashable, Sendable {
        case answered(Answer)
        case unanswered
        case unconnected
        case abandoned
        case unsent
    }

    let kind: Kind

    /// An answer came; `code` and `message` are the body's, where it refused.
    package static func answered(
        _ status: Int, _ headers: RateLimitHeaders, code: Int = 0, message: String = ""
    ) -> AttemptOutcome {
        AttemptOutcome(
            kind: .answered(.init(status: status, headers: headers, code: code, message: message)))
    }

    /// No answer came, or none that is HTTP: Discord may have counted the call.
    package static let unanswered = AttemptOutcome(kind: .unanswered)
    /// There was no connection to send it on.
    package static let unconnected = AttemptOutcome(kind: .unconnected)
    /// It was broken off by our side: Discord may have counted it, but hasn't failed.
    package static let abandoned = AttemptOutcome(kind: .abandoned)
    /// Nothing was tried.
    package static let unsent = AttemptOutcome(kind: .unsent)
}

/// The client's next step after an attempt, as far as limits care.
package enum AfterAttempt: Hashable, Sendable {
    /// Nothing: whether to repeat it is for the client to decide.
    case done
    /// It was a 429, and waiting may help: ask for another permit in place of this one.
    case repeatNow
}
