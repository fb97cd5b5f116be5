import EventLoop

/// The async form of `send`.
extension Connection {
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = [], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await run(CollectionOfOne(BoundStatement(sql, values)), deadline: deadline)
    }

    /// Runs statements in one implicit transaction and returns the rows of the last one.
    package func run(
        _ statements: some Collection<BoundStatement>, deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        // Unsafe: `send` answers exactly once.
        let result: Result<Rows, DatabaseError> = await withUnsafeContinuation { continuation in
            send(statements, deadline: deadline) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }
}
