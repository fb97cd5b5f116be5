import EventLoop

/// Tasks that wait for a connection, first come, first served, each until its deadline.
@LoopActor
final class ConnectionWaitList {
    private nonisolated static let tick = Duration.milliseconds(100)

    private struct Waiter {
        let deadline: Instant
        let outcome: Promise<Result<Connection, DatabaseError>>
    }

    private var waiters = Fifo<Waiter>()
    private var isTicking = false

    var count: Int { waiters.count }

    func wait(until deadline: Instant) async throws(DatabaseError) -> Connection {
        let waiter = Waiter(deadline: deadline, outcome: Promise())
        waiters.append(waiter)
        keepTicking()
        return try await waiter.outcome.value.get()
    }

    /// Gives the connection to the one who has waited longest.
    /// - Returns: false if nobody waits.
    func handOver(_ connection: Connection) -> Bool {
        while let waiter = waiters.popFirst() {
            guard !waiter.outcome.isFulfilled else { continue }
            waiter.outcome.fulfil(.success(connection))
            return true
        }
        return false
    }

    /// Gives the connection to all.
    func share(_ connection: Connection) {
        for waiter in waiters.removeAll() { waiter.outcome.fulfil(.success(connection)) }
    }

    func failAll(_ error: DatabaseError) {
        for waiter in waiters.removeAll() { waiter.outcome.fulfil(.failure(error)) }
    }

    private func keepTicking() {
        guard !isTicking, !waiters.isEmpty else { return }
        isTicking = true
        EventLoop.shared.schedule(after: Self.tick) { [self] in
            isTicking = false
            expire(at: EventLoop.shared.now + Self.tick)
            keepTicking()
        }
    }

    private func expire(at now: Instant) {
        for waiter in waiters.removeAll() {
            if waiter.deadline > now {
                waiters.append(waiter)
            } else {
                waiter.outcome.fulfil(.failure(.timedOut(mayHaveRun: false)))
            }
        }
    }
}
