import Essentials
import EventLoop

/// The worker's way to PostgreSQL: shared connections for single statements, exclusive ones for
/// transactions.
///
/// It starts, and stays up, without a database: then statements fail `unavailable`, at once or at
/// the latest at their deadline, until a connection is there again.
@LoopActor
package final class Database {
    package let configuration: DatabaseConfiguration
    package let clock = DatabaseClock()
    /// For LISTEN and locks.
    package let direct: DirectSession
    private let connector: Connector
    private let shared: SharedConnections
    private let exclusive: ExclusiveConnections
    private var waits = MetricHistogram(
        "kennel_database_wait_seconds", "How long statements waited for a connection.")
    private var durations = MetricHistogram(
        "kennel_database_statement_duration_seconds",
        "From sending a statement, or several in one transaction, to its answer.")
    package private(set) var statements = MetricCounter(
        "kennel_database_statements_total", "Statements run.")
    private var transactions = MetricCounter(
        "kennel_database_transactions_total", "Transactions on exclusive connections.")
    private var errors = MetricCounter(
        "kennel_database_errors_total", "Errors the server answered with.")
    private var timeouts = MetricCounter(
        "kennel_database_timeouts_total", "Statements given up at their deadline.")
    package private(set) var losses = MetricCounter(
        "kennel_database_losses_total", "Statements whose connection broke.")

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
            clock: clock, timing: configuration.timing)
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

    package var isReachable: Bool { shared.openCount > 0 }

    /// How long a statement may take where nobody says; tests on a busy machine allow more.
    package static var statementLimit = Duration.seconds(5)

    /// Runs one statement, in an implicit transaction of its own, pipelined with others'.
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = [],
        deadline: Instant = .now() + Database.statementLimit
    ) async throws(DatabaseError) -> Rows {
        try await run(CollectionOfOne(BoundStatement(sql, values)), deadline: deadline)
    }

    /// Runs statements in one implicit transaction and one round trip; the rows are the last one's.
    /// Each has its own snapshot, so that what comes after a lock sees what its last holder did. At
    /// most 32.
    package func runTogether(
        _ statements: [BoundStatement], deadline: Instant = .now() + Database.statementLimit
    ) async throws(DatabaseError) -> Rows {
        try await run(statements, deadline: deadline)
    }

    /// Runs `body` in a transaction on a connection of its own: committed when it returns, rolled
    /// back when it throws. Throws what `body` throws, or a `DatabaseError`.
    package func transaction<Value>(
        deadline: Instant, _ body: @LoopActor (Transaction) async throws -> Value
    ) async throws -> Value {
        transactions += 1
        let asked = EventLoop.shared.now
        let connection = try await exclusive.borrow(deadline: deadline)
        waits.add(EventLoop.shared.now - asked)
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

    package var connectionsMade: Int { shared.connects.count }

    package var failedConnects: Int { shared.failedConnects.count }

    package var openConnections: Int { shared.openCount + exclusive.openCount }

    /// Statements sent and not yet answered.
    package var inFlight: Int { shared.inFlight }

    package var metrics: [any Metric] {
        [
            MetricGauge(
                "kennel_database_connections", "Open connections to the database.", openConnections),
            MetricGauge(
                "kennel_database_in_flight", "Statements sent and not yet answered.", inFlight),
            MetricGauge(
                "kennel_database_waiting", "Statements that wait for a connection.",
                shared.waitingCount + exclusive.waitingCount),
            MetricGauge(
                "kennel_database_connections_limit", "Connections that requests share at most.",
                configuration.sharedConnections),
            waits, durations, statements, transactions, errors, timeouts, losses,
            shared.connects, shared.failedConnects,
        ] + direct.metrics
    }
}

extension Database {
    private func run(
        _ statements: some Collection<BoundStatement>, deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        self.statements += statements.count
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
        waits.add(sent - asked)
        let rows = try await connection.run(statements, deadline: deadline)
        durations.add(EventLoop.shared.now - sent)
        return rows
    }

    private func count(_ error: DatabaseError) {
        switch error {
        case .server: errors += 1
        case .timedOut: timeouts += 1
        case .connectionLost: losses += 1
        case .unavailable, .overloaded: break
        }
    }
}
