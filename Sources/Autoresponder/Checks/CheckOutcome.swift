import Modules

/// The outcome of a check, and its answer.
struct CheckOutcome: Documented {
    var message: StaticString
    /// The number of triggers that fired.
    var hits = 0
    var sent = 0
    /// Responses that Discord refused for good.
    var failed = 0
    /// Responses that couldn't be sent now, or with an unknown result: the check is to be repeated.
    var unsettled = 0

    init(_ message: StaticString) { self.message = message }

    static let members: Members = [
        .member("message") { $0.message.description }, .member("triggers_hit", \.hits),
        .member("responses_sent", \.sent), .member("responses_failed", \.failed),
        .member("responses_unsettled", \.unsettled),
    ]
}
