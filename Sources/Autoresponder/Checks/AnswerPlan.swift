import Modules

/// The candidates for a message: the matching triggers, and their responses in order. The database decides which of
/// them fire.
struct AnswerPlan {
    private(set) var triggers: [Trigger]
    /// For each trigger, whether it has a response.
    private var haveSteps: [Bool] = []
    private(set) var steps: [(trigger: Int64, response: Snowflake, isMessage: Bool)] = []

    /// The maximum number of messages and reactions per checked message: the contract's limit, and Discord's.
    static let messages = 5
    static let reactions = 20

    /// - Parameter hits: matching triggers, oldest first.
    @LoopActor
    init(_ hits: [Trigger], _ types: [Snowflake: Response.Kind], _ meter: WorkMeter) async {
        triggers = hits
        // The room left by triggers without a cooldown, which certainly fire.
        var certain = Room()
        for trigger in hits {
            await meter.work(20 + trigger.responses.count * 5)
            haveSteps.append(trigger.responses.contains { types[$0] != nil })
            if certain.isFull { continue }
            var own = trigger.cooldown == 0 ? certain : Room()
            for response in trigger.responses {
                guard let type = types[response], own.take(type) else { continue }
                steps.append((trigger.id, response, type != .reaction))
            }
            if trigger.cooldown == 0 { certain = own }
        }
    }

    private struct Room {
        var messages = AnswerPlan.messages
        var reactions = AnswerPlan.reactions

        var isFull: Bool { messages == 0 && reactions == 0 }

        mutating func take(_ type: Response.Kind) -> Bool {
            switch type {
            case .reaction:
                guard reactions > 0 else { return false }
                reactions -= 1
            case .message, .embed:
                guard messages > 0 else { return false }
                messages -= 1
            }
            return true
        }
    }

    /// No candidates: only an unfinished answer is resumed.
    static let nothing: [SQLValue] = [
        .int8Array([]), .int4Array([]), .int8Array([]), .int8Array([]), .boolArray([]),
        .boolArray([]),
    ]

    /// The parameters of ``AnswerSQL/claim`` after the channel.
    var values: [SQLValue] {
        [
            .int8Array(triggers.map(\.id)),
            .int4Array(triggers.map { Int32(truncatingIfNeeded: $0.cooldown) }),
            .int8Array(steps.map(\.trigger)), .int8Array(steps.map(\.response.rawValue)),
            .boolArray(steps.map(\.isMessage)), .boolArray(haveSteps),
        ]
    }
}
