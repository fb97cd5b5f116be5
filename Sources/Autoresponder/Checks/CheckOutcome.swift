import API
import Essentials

/// What a check has done: its answer.
struct CheckOutcome: Sendable {
    let message: StaticString
    /// How many triggers fired.
    var hits = 0
    var sent = 0
    var failed = 0

    init(_ message: StaticString) { self.message = message }

    var answer: Answer {
        .data { writer in
            writer.beginObject()
            writer.field("message", message.description)
            writer.field("triggers_hit", hits)
            writer.field("responses_sent", sent)
            writer.field("responses_failed", failed)
            writer.endObject()
        }
    }

    static let shape = Shape.object([
        "message": .text, "triggers_hit": .integer, "responses_sent": .integer,
        "responses_failed": .integer,
    ])
}
