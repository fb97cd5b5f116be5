import Modules

/// A claimed message's answer: the responses to be sent, and the progress.
struct ClaimedAnswer: Sendable {
    /// The triggers that fired.
    let hits: [Int64]
    /// False if an earlier check began it.
    let isNew: Bool
    var steps: [Step]
    /// The message's channel; nil for rows from before the channel was stored.
    let channel: Snowflake?
    /// The time in which earlier checks may have sent something; nil for the first check.
    let sentWithin: ClosedRange<Timestamp>?

    /// One response of one trigger.
    struct Step: Sendable {
        let trigger: Int64
        let responseID: Int64
        /// Nil if it has been deleted since.
        let response: Response?
        var state: State
    }

    /// A step's progress. The raw values are the database's.
    enum State: Int16, Sendable {
        case pending = 0
        /// It may have been sent.
        case begun = 1
        case done = 2
        case failed = 3
        /// It may have been sent so long ago that a repeat would be a duplicate.
        case lost = 4

        var isSettled: Bool { self == .done || self == .failed }
    }

    /// Triggers with responses, of which none could be sent.
    var futile: [Int64] {
        var futile: [Int64: Bool] = [:]
        for step in steps {
            futile[step.trigger] = futile[step.trigger, default: true] && step.state == .failed
        }
        return futile.filter(\.value).map(\.key)
    }

    var isFinished: Bool { steps.allSatisfy(\.state.isSettled) }

    /// Marks all unsettled steps as failed.
    /// - Returns: the number of those steps.
    mutating func giveUp() -> Int {
        let open = steps.indices.filter { !steps[$0].state.isSettled }
        for index in open { steps[index].state = .failed }
        return open.count
    }

    /// From rows of ``AnswerSQL/claim``. Nil where the message is answered already.
    /// - Throws: 800.
    @LoopActor
    init?(_ rows: Rows, _ claim: EffectClaim) throws(APIError) {
        guard let first = rows.first, first.bool(0) else { throw .moduleDisabled }
        var columns = RowReader(first)
        let (_, isNew): (Bool, Bool?) = (columns.next(), columns.next())
        claim.take(&columns)
        guard let isNew else { return nil }
        self.isNew = isNew
        hits = columns.next()
        channel = columns.next()
        let (begin, end): (Timestamp?, Timestamp?) = (columns.next(), columns.next())
        sentWithin = begin.map { $0...max($0, end ?? $0) }
        steps = rows.compactMap { row in
            var columns = columns.moved(to: row)
            return columns.isAtNull ? nil : Step(&columns)
        }
    }
}

extension ClaimedAnswer.Step {
    fileprivate init(_ columns: inout RowReader) {
        trigger = columns.next()
        responseID = columns.next()
        state = .init(rawValue: columns.next()) ?? .failed
        response = Response(ifPresent: &columns)
    }
}
