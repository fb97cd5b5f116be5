import EventLoop
import Postgres

/// Why work under a claim must stop; not an error of the work itself.
package enum ClaimError: Error {
    /// Another worker holds the shard now, or may hold it.
    case lost
    /// This worker is stopping; another one will continue.
    case stopping
}

/// One worker's claim on one shard of a run. It ends when its lock is lost or a newer claim raises the fencing number.
@LoopActor
package final class Claim {
    package let run: Int64
    package let shard: Int16
    /// The fencing number. Each claim raises it; writes under an older number have no effect.
    package let fencing: Int64
    /// The shard's progress, in the job's own terms; 0 at the beginning.
    package private(set) var position: Int64
    /// Items done and items given up since the run began.
    package private(set) var done: Int64
    package private(set) var failed: Int64

    private let database: Database
    private let lock: Lock
    private let isStopping: @LoopActor () -> Bool

    init(
        run: Int64, shard: Int16, row: Row, database: Database, lock: Lock,
        isStopping: @escaping @LoopActor () -> Bool
    ) {
        self.run = run
        self.shard = shard
        self.fencing = row.int64(0)
        self.position = row.int64(1)
        self.done = row.int64(2)
        self.failed = row.int64(3)
        self.database = database
        self.lock = lock
        self.isStopping = isStopping
    }

    /// Throws if the work must stop. Call it between steps; `write` and `progress` call it too.
    package func check() throws(ClaimError) {
        guard lock.isHeld else { throw .lost }
        guard !isStopping() else { throw .stopping }
    }

    /// Runs statements in one transaction that commits only while the claim is valid. Returns the rows of the last one.
    /// - Throws: `ClaimError` or `DatabaseError`.
    package func write(
        _ statements: [BoundStatement], limit: Duration = Database.statementLimit
    ) async throws -> Rows {
        try check()
        let guarded = [BoundStatement(JobsSQL.requireClaim, values)] + statements
        do {
            return try await database.runTogether(guarded, deadline: Instant.now() + limit)
        } catch let error where error.sqlState == .claimLost {
            throw ClaimError.lost
        }
    }

    /// Stores the shard's progress.
    /// - Throws: `ClaimError` or `DatabaseError`.
    package func progress(
        position: Int64, done newlyDone: Int = 0, failed newlyFailed: Int = 0
    ) async throws {
        try check()
        let done = self.done + Int64(newlyDone)
        let failed = self.failed + Int64(newlyFailed)
        let progress: [SQLValue] = [.int8(position), .int8(done), .int8(failed)]
        guard try await change(.tellProgress, progress) else { throw ClaimError.lost }
        (self.position, self.done, self.failed) = (position, done, failed)
    }

    /// Updates the shard's row; false if the claim is no longer valid.
    func change(_ sql: JobsSQL, _ values: [SQLValue] = []) async throws(DatabaseError) -> Bool {
        let rows = try await database.run(sql, self.values + values)
        return rows.affectedCount == 1
    }

    private var values: [SQLValue] { [.int8(run), .int2(shard), .int8(fencing)] }
}
