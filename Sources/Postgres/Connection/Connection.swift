import CPostgres
import EventLoop

/// One connection in libpq's non-blocking pipeline mode.
///
/// Statements are answered in the order they were sent, each after its own Sync. When the
/// connection closes, everything on it fails, and `onClose` is called once.
@LoopActor
package final class Connection: DescriptorHandler {
    /// How often deadlines are checked; a statement may be given up this much early, never late.
    private nonisolated static let tick = Duration.milliseconds(100)

    /// Called with channel and payload of each notification.
    package var onNotification: ((_ channel: String, _ payload: String) -> Void)?
    /// Called once, after everything on the connection was answered.
    package var onClose: (() -> Void)?
    package private(set) var isOpen = true
    /// How long the server may be silent before an overdue statement closes the connection. While it still talks, the statement
    /// alone is given up: closing would fail the healthy statements of other requests. Longer than the server's statement timeout.
    package var patience = Duration.zero
    package let backendPID: Int32

    private let raw: OpaquePointer
    private let descriptor: Int32
    private let sender: StatementSender
    private var pipeline = PipelineMachine<PendingUnit>()
    private var wantsToWrite = false
    private var isTicking = false
    /// When the server last sent something, or the pipeline was last empty.
    private var heardAt = Instant.now()

    /// Takes ownership of a libpq connection that is established and in pipeline mode.
    init(taking raw: OpaquePointer, preparesStatements: Bool) {
        self.raw = raw
        self.descriptor = PQsocket(raw)
        self.backendPID = PQbackendPID(raw)
        self.sender = StatementSender(raw: raw, preparesStatements: preparesStatements)
        EventLoop.shared.watch(descriptor, .read, self)
    }

    /// How many units are in flight.
    package var inFlight: Int { pipeline.count }

    /// Sends statements that share one Sync, and so one implicit transaction; the answer has the rows of the last
    /// one. `answer` is called exactly once, perhaps before this returns.
    package func send(
        _ statements: some Collection<BoundStatement>, deadline: Instant,
        _ answer: @escaping @LoopActor (Result<Rows, DatabaseError>) -> Void
    ) {
        guard isOpen else { return answer(.failure(.connectionLost(mayHaveRun: false))) }
        if pipeline.isEmpty { heardAt = EventLoop.shared.now }
        let sent = sender.send(statements)
        pipeline.sent(
            PendingUnit(preparations: sent.preparations, answer: answer), deadline: deadline,
            steps: sent.steps, preparations: sent.preparationSteps)
        guard sent.isComplete else { return close() }
        flush()
        keepTicking()
    }

    /// Closes at once. What has been sent fails with `reason`.
    package func close(_ reason: DatabaseError = .connectionLost(mayHaveRun: true)) {
        guard isOpen else { return }
        isOpen = false
        EventLoop.shared.unwatch(descriptor)
        PQfinish(raw)
        for var unit in pipeline.takeAll() { unit.answer(.failure(unit.error ?? reason)) }
        onNotification = nil
        onClose?()
        onClose = nil
    }

    package func ready(_ fd: Int32, _ readiness: Readiness) {
        if readiness.contains(.writable) { flush() }
        guard isOpen, readiness != .writable else { return }
        let isAlive = PQconsumeInput(raw) == 1
        takeResults()
        takeNotifications()
        if !isAlive { close() }
    }

    /// Flushes libpq's buffer, and watches for writability if some of it is left.
    private func flush() {
        guard isOpen else { return }
        let outcome = PQflush(raw)
        if outcome < 0 { return close() }
        guard wantsToWrite != (outcome == 1) else { return }
        wantsToWrite = outcome == 1
        EventLoop.shared.rewatch(descriptor, wantsToWrite ? [.read, .write] : .read)
    }
}

/// Results and notifications.
extension Connection {
    private func takeResults() {
        while isOpen, !pipeline.isEmpty, PQisBusy(raw) == 0 {
            heardAt = EventLoop.shared.now
            take(PipelineResult(taking: PQgetResult(raw)))
        }
    }

    private func take(_ result: consuming PipelineResult) {
        guard let event = result.event else { return close() }
        switch pipeline.received(event) {
        case .proceed: break
        case .notePrepared: notePrepared()
        case .keepRows: pipeline.front.rows = result.takeRows()
        case .keepError: keepError(of: result)
        case .answer: answerFront()
        case .giveUp: close()
        }
    }

    private func notePrepared() {
        guard let preparation = pipeline.front.preparations.popLast() else { return close() }
        sender.prepared.succeeded(preparation)
    }

    /// Without an error code it is libpq's own error; with a fatal one the server closes the connection next.
    private func keepError(of result: borrowing PipelineResult) {
        guard let error = result.serverError, !result.isFatal else { return close() }
        pipeline.front.error = error
    }

    private func answerFront() {
        guard var unit = pipeline.takeFront() else { return }
        for preparation in unit.preparations { sender.prepared.failed(preparation) }
        guard let error = unit.error else {
            guard let rows = unit.rows else { return close() }
            return unit.answer(.success(rows))
        }
        if error.isAboutPreparation { sender.prepared.forgetAll() }
        unit.answer(.failure(error))
        // Another host is the primary now: reconnecting will find it.
        if error.sqlState == .readOnlyTransaction { close() }
    }

    private func takeNotifications() {
        while isOpen, let notification = PQnotifies(raw) {
            defer { PQfreemem(notification) }
            onNotification?(
                String(cString: notification.pointee.relname),
                String(cString: notification.pointee.extra))
        }
    }
}

/// Deadlines.
extension Connection {
    private func keepTicking() {
        guard isOpen, !isTicking else { return }
        isTicking = true
        EventLoop.shared.schedule(after: Self.tick) { [self] in
            isTicking = false
            lookAtDeadlines()
        }
    }

    /// A silent server answers nobody: everything on the connection is given up.
    private func lookAtDeadlines() {
        guard isOpen, !pipeline.isEmpty else { return }
        let now = EventLoop.shared.now
        var isOverdue = false
        var waiters: [PendingUnit.Answer] = []
        pipeline.visitOverdue(at: now + Self.tick) { unit in
            isOverdue = true
            if let waiter = unit.takeWaiter() { waiters.append(waiter) }
        }
        for waiter in waiters { waiter(.failure(.timedOut(mayHaveRun: true))) }
        if isOverdue, now - heardAt >= patience { close(.timedOut(mayHaveRun: true)) }
        keepTicking()
    }
}
