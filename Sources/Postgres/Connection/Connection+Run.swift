import EventLoop

/// Waiting for the answer instead of being called.
extension Connection {
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = [], deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await run(CollectionOfOne(BoundStatement(sql, values)), deadline: deadline)
    }

    /// Runs statements in one implicit transaction; the rows are the last one's.
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
