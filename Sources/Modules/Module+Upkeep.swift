import Effects
import Essentials
import EventLoop
import Jobs
import Postgres

/// Deletion of rows that a module's guilds leave behind. Old rows are deleted by a job. What `disable` or `delete` leaves is deleted by an
/// effect that the same statement requests: it is due at once and for one guild, and shouldn't wait for the next run of a job.
extension Module {
    /// A job that deletes expired rows.
    package func expiry(
        _ kind: String, every interval: Duration, of rows: [ChunkedDelete]
    ) -> JobDefinition {
        JobDefinition(kind: kind, schedule: .every(interval), shards: 1) { claim in
            for row in rows {
                while try await claim.write([row.next()]).affectedCount >= ChunkedDelete.size {}
            }
        }
    }

    /// Registers the background deletion of rows for a kind of effect. Idempotent: concurrent or repeated runs are harmless.
    /// - Parameters:
    ///   - values: the parameters of each delete; nil: the guild.
    ///   - prepare: runs before the deletes.
    ///   - finish: runs after them.
    @LoopActor
    package func deletes(
        _ rows: [ChunkedDelete], for kind: EffectKind, with reconciler: Reconciler,
        values: (@Sendable (EffectKey) -> [SQLValue])? = nil,
        after prepare: @escaping @LoopActor () async throws -> Void = {},
        then finish: @escaping @LoopActor (EffectKey) async throws -> Void = { _ in }
    ) {
        reconciler.resumes(kind) { [database, unowned reconciler] due, _ in
            try await prepare()
            for row in rows {
                let statement = row.next(values?(due.key) ?? [.snowflake(due.key.guild)])
                while try await database.run(statement).affectedCount >= ChunkedDelete.size {
                    try await reconciler.renew(due)
                }
            }
            try await finish(due.key)
            return true
        }
    }
}

extension Database {
    fileprivate func run(_ statement: BoundStatement) async throws(DatabaseError) -> Rows {
        try await runTogether([statement], deadline: Instant.now() + .seconds(5))
    }
}
