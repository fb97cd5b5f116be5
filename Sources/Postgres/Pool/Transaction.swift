import EventLoop

/// A transaction on a connection of its own; see `Database.transaction`.
@LoopActor
package final class Transaction {
    private let connection: Connection
    private let deadline: Instant

    init(on connection: Connection, deadline: Instant) {
        self.connection = connection
        self.deadline = deadline
    }

    /// Runs a statement within the transaction. After an error only leaving the transaction
    /// remains.
    package func run(
        _ sql: some SQL, _ values: [SQLValue] = []
    ) async throws(DatabaseError) -> Rows {
        do {
            return try await connection.run(sql, values, deadline: deadline)
        } catch {
            // Before the commit a lost connection undoes everything.
            throw error.knownNotToHaveRun()
        }
    }

    func begin() async throws(DatabaseError) {
        _ = try await run(ConnectionSQL.begin)
    }

    /// The server answers a COMMIT after a failed statement with ROLLBACK, without an error.
    func commit() async throws(DatabaseError) {
        let rows = try await connection.run(ConnectionSQL.commit, deadline: deadline)
        guard rows.commandTag == "COMMIT" else {
            throw .server(.inFailedTransaction, message: "a statement failed before the commit")
        }
    }

    /// Leaves the connection usable, or closed.
    func rollBack() async {
        do {
            _ = try await connection.run(
                ConnectionSQL.rollBack, deadline: EventLoop.shared.now + .seconds(1))
        } catch {
            connection.close()
        }
    }
}
