/// What happens to a worker beside its requests.
package enum WorkerEvent: Equatable {
    /// It is known whether the database can be used, or there was time enough to find out.
    case settled
    case told(SupervisorMessage)
    /// The supervisor is gone.
    case orphaned
    /// The last connection has ended.
    case finished
}

/// What the worker does about it.
package enum WorkerAction: Equatable {
    case announce
    case accept(slots: [Int])
    case acceptAll
    case drain(delay: Duration, limit: Duration, isFinal: Bool)
    /// Finish the answers being written, close everything else.
    case stop
    case sendMetrics(UInt32)
    case exit
}

/// Decides a worker's life: starting, serving, draining, gone. Pure: events in, actions out.
package struct WorkerMachine {
    package enum Phase: Equatable {
        case starting
        case serving
        case draining
        case stopping
        case gone
    }

    package private(set) var phase = Phase.starting
    private let orphanLimit: Duration

    /// - Parameter orphanLimit: how long connections may take to finish when the supervisor is gone.
    package init(orphanLimit: Duration) {
        self.orphanLimit = orphanLimit
    }

    package mutating func handle(_ event: WorkerEvent) -> [WorkerAction] {
        switch event {
        case .settled: settle()
        case .told(let message): obey(message)
        case .orphaned: leave()
        case .finished: finish()
        }
    }

    private mutating func settle() -> [WorkerAction] {
        guard phase == .starting else { return [] }
        phase = .serving
        return [.announce]
    }

    private mutating func obey(_ message: SupervisorMessage) -> [WorkerAction] {
        switch message {
        case .accept(let slots):
            phase == .serving || phase == .draining ? [.accept(slots: slots)] : []
        case .drain(let delay, let limit, let isFinal):
            drain(delay: delay, limit: limit, isFinal: isFinal)
        case .stop: stop()
        case .collect(let number): [.sendMetrics(number)]
        }
    }

    /// Without a supervisor nobody lends a dead worker's socket any more, and a new supervisor has sockets of its own:
    /// these must not hold clients that nobody answers, nor the port.
    private mutating func leave() -> [WorkerAction] {
        let drain = drain(delay: .zero, limit: orphanLimit, isFinal: true)
        return phase == .draining && !drain.isEmpty ? [.acceptAll] + drain : drain
    }

    private mutating func drain(
        delay: Duration, limit: Duration, isFinal: Bool
    ) -> [WorkerAction] {
        switch phase {
        case .starting:
            phase = .gone
            return [.exit]
        case .serving:
            phase = .draining
            return [.drain(delay: delay, limit: limit, isFinal: isFinal)]
        case .draining, .stopping, .gone:
            return []
        }
    }

    private mutating func stop() -> [WorkerAction] {
        switch phase {
        case .starting:
            phase = .gone
            return [.exit]
        case .serving, .draining:
            phase = .stopping
            return [.stop]
        case .stopping, .gone:
            return []
        }
    }

    private mutating func finish() -> [WorkerAction] {
        guard phase == .draining || phase == .stopping else { return [] }
        phase = .gone
        // What it counted since the last look at its metrics would be lost with it.
        return [.sendMetrics(0), .exit]
    }
}
