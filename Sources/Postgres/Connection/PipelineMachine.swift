import EventLoop

/// A result from libpq.
enum PipelineEvent: Equatable {
    /// Rows, or "done" without rows.
    case result
    /// An error.
    case failure
    /// A step that the server skipped because of an error before it.
    case skipped
    /// The NULL that ends a step's results.
    case separator
    case sync
}

/// What to do with it.
enum PipelineAction: Equatable {
    case proceed
    /// The statement is prepared.
    case notePrepared
    /// The result belongs to the unit; a later one replaces it.
    case keepRows
    /// The unit fails with this result.
    case keepError
    /// The unit is complete: remove it and answer it.
    case answer
    /// The results don't match what was sent: the connection can't be used any more.
    case giveUp
}

/// Decides what each of libpq's results in pipeline mode belongs to, and when a unit may be
/// answered.
///
/// A unit is the statements that share one Sync: usually one, whose result is one step. Preparing a
/// statement on the way adds a step before it. A unit is answered when its Sync has come back, because
/// a failed commit is reported only there.
struct PipelineMachine<Payload> {
    /// Most steps a unit can have.
    static var maximumSteps: Int { 64 }

    private struct Unit {
        var payload: Payload
        let deadline: Instant
        let steps: Int
        /// Bit i: step i is a preparation.
        let preparations: UInt64
        var step = 0
        var hasResult = false
        var hasFailed = false

        var isPreparing: Bool { preparations >> UInt64(step) & 1 == 1 }
    }

    private var units = Fifo<Unit>()

    var isEmpty: Bool { units.isEmpty }
    var count: Int { units.count }

    /// The payload of the unit whose results are arriving; there must be one.
    var front: Payload {
        get { units.front.payload }
        _modify { yield &units.front.payload }
    }

    /// Notes that a unit was sent, its Sync included.
    mutating func sent(_ payload: Payload, deadline: Instant, steps: Int, preparations: UInt64) {
        units.append(
            Unit(
                payload: payload, deadline: deadline, steps: steps, preparations: preparations))
    }

    mutating func received(_ event: PipelineEvent) -> PipelineAction {
        guard !units.isEmpty else { return .giveUp }
        switch event {
        case .result: return receivedResult()
        case .failure: return receivedFailure()
        case .skipped: return receivedSkipped()
        case .separator: return receivedSeparator()
        case .sync: return units.front.step == units.front.steps ? .answer : .giveUp
        }
    }

    /// Removes the unit that is to be answered.
    mutating func takeFront() -> Payload? {
        units.popFirst()?.payload
    }

    /// Removes everything, oldest first.
    mutating func takeAll() -> [Payload] {
        units.removeAll().map(\.payload)
    }

    /// Visits the units whose deadline has passed.
    mutating func visitOverdue(at now: Instant, _ body: (inout Payload) -> Void) {
        units.updateEach { if $0.deadline <= now { body(&$0.payload) } }
    }

    private mutating func receivedResult() -> PipelineAction {
        guard units.front.step < units.front.steps, !units.front.hasFailed else { return .giveUp }
        units.front.hasResult = true
        return units.front.isPreparing ? .notePrepared : .keepRows
    }

    /// After the last step an error is the commit's.
    private mutating func receivedFailure() -> PipelineAction {
        units.front.hasResult = true
        guard !units.front.hasFailed else { return .proceed }
        units.front.hasFailed = true
        return .keepError
    }

    private mutating func receivedSkipped() -> PipelineAction {
        guard units.front.step < units.front.steps, units.front.hasFailed else { return .giveUp }
        units.front.hasResult = true
        return .proceed
    }

    private mutating func receivedSeparator() -> PipelineAction {
        guard units.front.hasResult else { return .giveUp }
        units.front.hasResult = false
        if units.front.step < units.front.steps { units.front.step += 1 }
        return .proceed
    }
}
