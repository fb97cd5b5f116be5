import Modules

/// The transactions in the cluster that are storing events.
@LoopActor
struct InFlightTransactions {
    let database: Database

    private static let statementLimit = Duration.seconds(5)
    /// A worker's statement ends within 3 s; only a person at a console takes longer.
    private static let patience = Duration.seconds(30)

    /// Returns after every transaction that is storing events now has ended. From then on no event is stored that a change
    /// committed before this call rejects.
    func waitForPresent() async throws(DatabaseError) {
        let end = Instant.now() + Self.patience
        let writing = try await run(WriterSQL.writing).textArray(0)
        guard !writing.isEmpty else { return }
        while try await run(WriterSQL.stillWriting, [.textArray(writing)]).bool(0) {
            guard Instant.now() < end else { throw .timedOut(mayHaveRun: false) }
            await sleep(for: .milliseconds(10))
        }
    }

    private func run(_ sql: WriterSQL, _ values: [SQLValue] = []) async throws(DatabaseError) -> Row
    {
        try await database.run(sql, values, deadline: Instant.now() + Self.statementLimit)[0]
    }
}
