import Postgres
import Serverstats

/// The metrics of the database's connections.
extension Database {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .gauge(
                "kennel_database_connections", "Open connections to the database.",
                Double(now.openConnections)),
            .gauge(
                "kennel_database_in_flight", "Statements sent and not yet answered.",
                Double(now.inFlight)),
            .gauge(
                "kennel_database_waiting", "Statements that wait for a connection.",
                Double(now.waiting)),
            .histogram(
                "kennel_database_wait_seconds", "How long statements waited for a connection.",
                now.waits),
            .gauge(
                "kennel_database_connections_limit", "Connections that requests share at most.",
                Double(sharedLimit)),
            .histogram(
                "kennel_database_statement_duration_seconds",
                "From sending a statement, or several in one transaction, to its answer.",
                now.durations),
            .counter(
                "kennel_database_statements_total", "Statements run.", now.statementsTotal),
            .counter(
                "kennel_database_transactions_total", "Transactions on exclusive connections.",
                now.transactionsTotal),
            .counter(
                "kennel_database_errors_total", "Errors the server answered with.",
                now.errorsTotal),
            .counter(
                "kennel_database_timeouts_total", "Statements given up at their deadline.",
                now.timeoutsTotal),
            .counter(
                "kennel_database_losses_total", "Statements whose connection broke.",
                now.lossesTotal),
            .counter(
                "kennel_database_connects_total", "Connections made.", now.connectionsMadeTotal),
            .counter(
                "kennel_database_failed_connects_total", "Attempts to connect that failed.",
                now.attemptsFailedTotal),
        ] + direct.families
    }
}

extension DirectSession {
    fileprivate var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .gauge(
                "kennel_direct_session_connected", "Whether the session of locks is there: 1 or 0.",
                now.isConnected ? 1 : 0),
            .gauge("kennel_locks_held", "Advisory locks held.", Double(now.locksHeld)),
            .gauge("kennel_locks_waiting", "Tasks that wait for a lock.", Double(now.locksWaiting)),
            .counter(
                "kennel_lock_attempts_total", "Attempts to take a lock.", now.lockAttemptsTotal),
            .counter(
                "kennel_locks_lost_total", "Locks lost with their session.", now.locksLostTotal),
        ]
    }
}

extension EventStore {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        return [
            .histogram(
                "kennel_batch_events", "How many events a batch held.", now.sizes),
            .gauge("kennel_batch_queue", "Events waiting or on their way.", Double(held)),
            .gauge("kennel_batch_queue_limit", "How many may be.", Double(limit)),
            .counter(
                "kennel_batch_refused_total", "Events refused because the queue was full.",
                now.refused),
            .counter(
                "kennel_batch_failed_attempts_total",
                "Batches that had to be sent again, or in halves.", now.failedAttempts),
        ]
    }
}
