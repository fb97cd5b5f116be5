/// An event in a worker's life, other than requests.
package enum WorkerEvent: Equatable {
    /// The first check of the database is done, or took too long.
    case settled
    case told(SupervisorMessage)
    /// The supervisor is gone.
    case orphaned
    /// The last connection has ended.
    case finished
}

/// What the worker does in response.
package enum WorkerAction: Equatable {
    case announce
    case accept(slots: [Int])
    case acceptAll
    case drain(delay: Duration, limit: Duration, isFinal: Bool)
    /// Finish the responses being written, close everything else.
    case stop
    case sendMetrics(UInt32)
    case exit
}

/// Decides a worker's phases: starting, serving, draining, gone. Pure: events in, actions out.
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

    /// Without a supervisor nobody takes over a dead worker's socket, and a new supervisor has sockets of its own: these must
    /// neither hold clients that nobody answers, nor the port.
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
        // Otherwise the counts since the last collection would be lost.
        return [.sendMetrics(0), .exit]
    }
}
