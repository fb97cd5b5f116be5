import API
import Essentials

/// What a check has done: its answer.
struct CheckOutcome: Sendable {
    var message: StaticString
    /// How many triggers fired.
    var hits = 0
    var sent = 0
    /// Discord refused them for good.
    var failed = 0
    /// What couldn't be sent now, or may have been: the check is to be repeated.
    var unsettled = 0

    init(_ message: StaticString) { self.message = message }

    var answer: Answer {
        .data { writer in
            writer.beginObject()
            writer.field("message", message.description)
            writer.field("triggers_hit", hits)
            writer.field("responses_sent", sent)
            writer.field("responses_failed", failed)
            writer.field("responses_unsettled", unsettled)
            writer.endObject()
        }
    }

    static let shape = Shape.object([
        "message": .text, "triggers_hit": .integer, "responses_sent": .integer,
        "responses_failed": .integer, "responses_unsettled": .integer,
    ])
}
