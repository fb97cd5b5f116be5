import Essentials
import EventLoop

/// The connections on which all requests' statements are pipelined, and their coming back after a
/// loss.
@LoopActor
final class SharedConnections {
    private let connector: Connector
    private let patience: Duration
    private let log: Log
    private var slots: [Connection?]
    private let waiting = ConnectionWaitList()
    private var hasStopped = false
    /// No connection is there and the last attempt failed: nothing is worth waiting for.
    private var isDown = false
    private(set) var connects = MetricCounter(
        "kennel_database_connects_total", "Connections made.")
    private(set) var failedConnects = MetricCounter(
        "kennel_database_failed_connects_total", "Attempts to connect that failed.")

    /// - Parameter patience: see ``Connection/patience``.
    init(_ connector: Connector, count: Int, patience: Duration, log: Log) {
        self.connector = connector
        self.patience = patience
        self.log = log
        self.slots = Array(repeating: nil, count: max(1, count))
    }

    var openCount: Int { slots.count { $0?.isOpen == true } }
    var inFlight: Int { slots.reduce(0) { $0 + ($1?.inFlight ?? 0) } }
    var waitingCount: Int { waiting.count }

    func start() {
        for index in slots.indices {
            spawn { [self] in await keepConnected(index) }
        }
    }

    func stop() {
        hasStopped = true
        isDown = true
        waiting.failAll(.unavailable)
        for connection in slots { connection?.close() }
    }

    /// The connection with the least to do, or the first one to come.
    func connection(deadline: Instant) async throws(DatabaseError) -> Connection {
        while true {
            if let connection = leastBusy { return connection }
            if isDown { throw .unavailable }
            _ = try await waiting.wait(until: deadline)
        }
    }

    /// Of equals the first, so that light load stays where the statements are prepared.
    private var leastBusy: Connection? {
        var best: Connection?
        for case let connection? in slots where connection.isOpen {
            if connection.inFlight < best?.inFlight ?? .max { best = connection }
        }
        return best
    }

    private func keepConnected(_ index: Int) async {
        var backoff = BackoffMachine()
        while !hasStopped {
            do {
                let connection = try await connector.connect()
                backoff.succeeded()
                await use(connection, in: index)
            } catch {
                noteFailure(error)
            }
            guard !hasStopped else { return }
            await sleep(for: backoff.failed(random: .random(in: 0...1)))
        }
    }

    /// Returns when the connection has closed.
    private func use(_ connection: Connection, in index: Int) async {
        guard !hasStopped else { return connection.close() }
        let closed = Promise<Void>()
        connection.onClose = { closed.fulfil(()) }
        guard connection.isOpen else { return }
        connection.patience = patience
        slots[index] = connection
        connects += 1
        isDown = false
        waiting.share(connection)
        await closed.value
        slots[index] = nil
        // Where all go at once, the first one's line says so.
        if !hasStopped, openCount == slots.count - 1 {
            log.warning("A connection to the database was lost.")
        }
    }

    private func noteFailure(_ failure: Connector.Failure) {
        failedConnects += 1
        guard openCount == 0, !isDown else { return }
        isDown = true
        waiting.failAll(.unavailable)
        // Once for each outage; the attempts go on.
        log.warning("The database can't be reached.", ["reason": failure.description])
    }
}
