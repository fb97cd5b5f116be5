import Essentials
import EventLoop

/// Connections lent to one transaction at a time; opened when needed, closed when unused for a
/// while.
@LoopActor
final class ExclusiveConnections {
    private nonisolated static let idleLimit = Duration.seconds(30)

    private let connector: Connector
    private let limit: Int
    private var idle: [Connection] = []
    private var total = 0
    private let waiting = ConnectionWaitList()
    private var hasStopped = false

    init(_ connector: Connector, limit: Int) {
        self.connector = connector
        self.limit = max(1, limit)
    }

    var openCount: Int { total }
    var waitingCount: Int { waiting.count }

    /// Lends a connection; it must be given back.
    func borrow(deadline: Instant) async throws(DatabaseError) -> Connection {
        guard !hasStopped else { throw .unavailable }
        if let connection = idle.popLast() {
            connection.onClose = nil
            return connection
        }
        if total < limit { open() }
        return try await waiting.wait(until: deadline)
    }

    /// Takes a connection back, open or not.
    func giveBack(_ connection: Connection) {
        guard connection.isOpen, !hasStopped else {
            connection.close()
            return replaceClosed()
        }
        guard !waiting.handOver(connection) else { return }
        keepIdle(connection)
    }

    func stop() {
        hasStopped = true
        waiting.failAll(.unavailable)
        for connection in idle { connection.close() }
    }

    private func open() {
        total += 1
        spawn { [self] in
            do {
                giveBack(try await connector.connect())
            } catch {
                total -= 1
                waiting.failAll(.unavailable)
            }
        }
    }

    private func replaceClosed() {
        total -= 1
        if waiting.count > 0, !hasStopped { open() }
    }

    private func keepIdle(_ connection: Connection) {
        idle.append(connection)
        connection.onClose = { [unowned self, unowned connection] in
            idle.removeAll { $0 === connection }
            total -= 1
        }
        EventLoop.shared.schedule(after: Self.idleLimit) { [weak self, weak connection] in
            guard let self, let connection, idle.contains(where: { $0 === connection }) else {
                return
            }
            connection.close()
        }
    }
}
