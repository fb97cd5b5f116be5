import API
import Essentials

/// What a check has done: its answer.
struct CheckOutcome: Documented {
    var message: StaticString
    /// How many triggers fired.
    var hits = 0
    var sent = 0
    /// Discord refused them for good.
    var failed = 0
    /// What couldn't be sent now, or may have been: the check is to be repeated.
    var unsettled = 0

    init(_ message: StaticString) { self.message = message }

    static let members: Members = [
        .member("message") { $0.message.description }, .member("triggers_hit", \.hits),
        .member("responses_sent", \.sent), .member("responses_failed", \.failed),
        .member("responses_unsettled", \.unsettled),
    ]
}
