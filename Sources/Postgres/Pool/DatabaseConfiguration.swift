/// Where the database is and how it's used.
package struct DatabaseConfiguration: Sendable {
    /// A libpq connection string or URL; nil leaves everything to libpq's own `PG*` variables.
    package var url: String?
    /// The database without a pooler between, for the session of locks and LISTEN; nil: the same.
    package var directURL: String?
    /// Connections whose statements are pipelined, shared by all requests.
    package var sharedConnections = 4
    /// Connections that transactions get for themselves, opened when first needed.
    package var exclusiveConnections = 2
    /// A pgbouncer in transaction mode is between: no prepared statements, no start-up options.
    package var usesTransactionPooler = false
    package var limits = SessionLimits()
    /// How long one attempt to connect to one address may take.
    package var attemptLimit = Duration.seconds(2)
    /// How the direct session's pings are timed.
    package var timing = DirectSession.Timing()
    /// Statements in flight over all connections; more are refused as `overloaded`.
    package var maximumInFlight = 20_000

    package init(url: String? = nil) {
        self.url = url
    }
}

/// What the server holds a session's statements to.
package struct SessionLimits: Sendable {
    package var statementTimeout = Duration.seconds(3)
    package var lockTimeout = Duration.seconds(1)

    package init() {}
}
