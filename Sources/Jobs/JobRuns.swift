import EventLoop
import Postgres

/// Requests runs of one job and reports their state. The caller need not run the job itself.
@LoopActor
package final class JobRuns {
    /// The channel that notifies workers of new runs.
    static let channel: StaticString = "cluster_runs"

    private let database: Database
    private let kind: String
    private let shards: Int
    private var hasStopped = false

    /// - Parameters:
    ///   - kind: the job's, as its `JobDefinition` names it.
    ///   - shards: how many its runs have, as in its `JobDefinition`.
    package init(_ database: Database, kind: String, shards: Int = 64) {
        self.database = database
        self.kind = kind
        self.shards = shards
    }

    /// Starts a run, or returns the one that is under way.
    package func request(deadline: Instant) async throws(DatabaseError) -> (run: Int64, isNew: Bool)
    {
        let values: [SQLValue] = [.text(kind), .int4(Int32(shards))]
        while Instant.now() < deadline {
            let rows = try await database.run(JobsSQL.start, values, deadline: deadline)
            guard let row = rows.first else { continue }
            let (run, isNew) = (row.int64(0), row.bool(1))
            if isNew { await forgetOld() }
            return (run, isNew)
        }
        throw .timedOut(mayHaveRun: false)
    }

    /// The last runs, newest first.
    package func latest(
        _ limit: Int, deadline: Instant
    ) async throws(DatabaseError) -> [JobRun] {
        let values: [SQLValue] = [.text(kind), .int8(Int64(limit))]
        return try await database.run(JobsSQL.readRuns, values, deadline: deadline).map(JobRun.init)
    }

    /// Waits until a run has ended; false if the deadline passes first or this worker stops.
    package func waitForEnd(of run: Int64, deadline: Instant) async throws(DatabaseError) -> Bool {
        while true {
            let rows = try await database.run(JobsSQL.isFinished, [.int8(run)])
            if rows.first?.bool(0) ?? true { return true }
            let left = deadline - Instant.now()
            guard left > .zero, !hasStopped else { return false }
            await sleep(for: min(left, .milliseconds(100)))
        }
    }

    /// Ends all waits.
    package func stop() {
        hasStopped = true
    }

    /// The run is stored whether or not this succeeds; the next one tries again.
    private func forgetOld() async {
        _ = try? await database.run(JobsSQL.forgetOld, [.textArray([kind])])
    }
}
