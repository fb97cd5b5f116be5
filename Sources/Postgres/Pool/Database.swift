import Essentials
import EventLoop

/// The worker's way to PostgreSQL: shared connections for single statements, exclusive ones for
/// transactions.
///
/// It starts, and stays up, without a database: then statements fail `unavailable`, at once or at
/// the latest at their deadline, until a connection is there again.
@LoopActor
package final class Database {
    /// Numbers for the metrics; those not called a total are of this moment.
    package struct Statistics: Sendable {
        package var openConnections = 0
        package var inFlight = 0
        package var waiting = 0
        package var connectionsMadeTotal = 0
        package var attemptsFailedTotal = 0
        package var statementsTotal = 0
        package var transactionsTotal = 0
        package var errorsTotal = 0
        package var timeoutsTotal = 0
        package var lossesTotal = 0
        /// How long statements and transactions waited for a connection.
        package var waits = Histogram.times()
        /// How long those on shared connections took from then on.
        package var durations = Histogram.times()
    }

    package let configuration: DatabaseConfiguration
    package let clock = DatabaseClock()
    /// For LISTEN and locks.
    package let direct: DirectSession
    private let connector: Connector
    private let shared: SharedConnections
    private let exclusive: ExclusiveConnections
    private var counts = Statistics()

    package init(
        configuration: DatabaseConfiguration, log: Log = .silent
    ) throws(InvalidConnectionString) {
        self.configuration = configuration
        connector = try Connector(
            url: configuration.url, limits: configuration.limits,
            usesTransactionPooler: configuration.usesTransactionPooler,
            attemptLimit: configuration.attemptLimit)
        shared = SharedConnections(
            connector, count: configuration.sharedConnections,
            patience: configuration.limits.statementTimeout + .milliseconds(500), log: log)
        exclusive = ExclusiveConnections(connector, limit: configuration.exclusiveConnections)
        direct = DirectSession(
            connector: try Connector(
                url: configuration.directURL ?? configuration.url, limits: configuration.limits,
                attemptLimit: configuration.attemptLimit),
            clock: clock)
        connector.onTime = { [clock] in clock.note($0, receivedAt: $1) }
    }

    /// Begins to connect, and keeps at it.
    package func start() {
        shared.start()
        direct.start()
    }

    /// Closes every connection; what is in flight fails.
    package func stop() {
        shared.stop()
        exclusive.stop()
        direct.stop()
    }

    /// How many connections requests share at most.
    package var sharedLimit: Int { configuration.sharedConnections }

    package var isReachable: Bool { shared.openCount > 0 }

    /// Runs one statement, in an implicit transaction of its own, pipelined with others'.
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = [], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await run(CollectionOfOne(BoundStatement(sql, values)), deadline: deadline)
    }

    /// Runs statements in one implicit transaction and one round trip; the rows are the last one's.
    /// Each has its own snapshot, so that what comes after a lock sees what its last holder did. At
    /// most 32.
    package func runTogether(
        _ statements: [BoundStatement], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await run(statements, deadline: deadline)
    }

    /// Runs `body` in a transaction on a connection of its own: committed when it returns, rolled
    /// back when it throws. Throws what `body` throws, or a `DatabaseError`.
    package func transaction<Value>(
        deadline: Instant, _ body: @LoopActor (Transaction) async throws -> Value
    ) async throws -> Value {
        counts.transactionsTotal += 1
        let asked = EventLoop.shared.now
        let connection = try await exclusive.borrow(deadline: deadline)
        counts.waits.add(EventLoop.shared.now - asked)
        defer { exclusive.giveBack(connection) }
        let transaction = Transaction(on: connection, deadline: deadline)
        do {
            try await transaction.begin()
            let value = try await body(transaction)
            try await transaction.commit()
            return value
        } catch {
            if let error = error as? DatabaseError { count(error) }
            await transaction.rollBack()
            throw error
        }
    }

    package var statistics: Statistics {
        var now = counts
        now.openConnections = shared.openCount + exclusive.openCount
        now.inFlight = shared.inFlight
        now.waiting = shared.waitingCount + exclusive.waitingCount
        now.connectionsMadeTotal = shared.connectionsMade
        now.attemptsFailedTotal = shared.attemptsFailed
        return now
    }
}

extension Database {
    private func run(
        _ statements: some Collection<BoundStatement>, deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        counts.statementsTotal += statements.count
        do {
            return try await runOnce(statements, deadline: deadline)
        } catch {
            count(error)
            // A migration changed what the statement gives: nothing ran, and it's prepared anew
            // now.
            guard error.isAboutPreparation else { throw error }
            return try await runOnce(statements, deadline: deadline)
        }
    }

    private func runOnce(
        _ statements: some Collection<BoundStatement>, deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        guard shared.inFlight + shared.waitingCount < configuration.maximumInFlight else {
            throw .overloaded
        }
        guard deadline > EventLoop.shared.now else { throw .timedOut(mayHaveRun: false) }
        let asked = EventLoop.shared.now
        let connection = try await shared.connection(deadline: deadline)
        let sent = EventLoop.shared.now
        counts.waits.add(sent - asked)
        let rows = try await connection.run(statements, deadline: deadline)
        counts.durations.add(EventLoop.shared.now - sent)
        return rows
    }

    private func count(_ error: DatabaseError) {
        switch error {
        case .server: counts.errorsTotal += 1
        case .timedOut: counts.timeoutsTotal += 1
        case .connectionLost: counts.lossesTotal += 1
        case .unavailable, .overloaded: break
        }
    }
}
