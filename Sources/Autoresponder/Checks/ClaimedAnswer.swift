import Essentials
import Postgres

/// A claimed message: what there is to be sent, and how far that is.
struct ClaimedAnswer: Sendable {
    /// The triggers that fired.
    let hits: [Int64]
    /// False where an earlier check has begun.
    let isNew: Bool
    var steps: [Step]
    /// The message's channel; nil where it was answered before that was kept.
    let channel: Snowflake?
    /// When earlier checks may have sent something; nil for the first one.
    let sentWithin: ClosedRange<Timestamp>?

    /// One response to be sent for one trigger.
    struct Step: Sendable {
        let trigger: Int64
        let responseID: Int64
        /// Nil where it has been deleted since.
        let response: Response?
        var state: State
    }

    /// The raw values are the database's.
    enum State: Int16, Sendable {
        case pending = 0
        /// It may have been sent.
        case begun = 1
        case done = 2
        case failed = 3
        /// It may have been sent so long ago that sending it again would double it.
        case lost = 4

        var isSettled: Bool { self == .done || self == .failed }
    }

    /// Triggers that had something to be sent, of which nothing could be.
    var futile: [Int64] {
        var futile: [Int64: Bool] = [:]
        for step in steps {
            futile[step.trigger] = futile[step.trigger, default: true] && step.state == .failed
        }
        return futile.filter(\.value).map(\.key)
    }

    var isFinished: Bool { steps.allSatisfy(\.state.isSettled) }

    /// Nothing more is sent.
    /// - Returns: how many steps that concerned.
    mutating func giveUp() -> Int {
        let open = steps.indices.filter { !steps[$0].state.isSettled }
        for index in open { steps[index].state = .failed }
        return open.count
    }

    /// Where the columns of the effect's claim begin.
    static let claimColumn = 14

    /// Nil where the message is answered already.
    init?(_ rows: Rows) {
        guard let first = rows.first, !first.isNull(1) else { return nil }
        isNew = first.bool(1)
        hits = first.int64Array(2)
        channel = first.snowflakeIfPresent(11)
        sentWithin = first.timestampIfPresent(12).map { begin in
            begin...max(begin, first.timestampIfPresent(13) ?? begin)
        }
        steps = rows.compactMap { row in
            guard let trigger = row.int64IfPresent(3) else { return nil }
            return Step(
                trigger: trigger, responseID: row.int64(4), response: Response(row, at: 6),
                state: State(rawValue: row.int16(5)) ?? .failed)
        }
    }
}
