import EventLoop
import Postgres

/// Work that the cluster does once: its name, its schedule, and how to do one shard of it.
package struct JobDefinition: Sendable {
    package enum Schedule: Sendable {
        /// A run starts this long after the last one began.
        case every(Duration)
        /// Runs start on request.
        case onDemand
    }

    /// Does the work of one shard, starting at the claim's `position`.
    ///
    /// It reports progress to the claim, writes only through the claim, and returns when the shard is done. If it throws, the
    /// shard is retried later from the last position reported.
    package typealias Work = @LoopActor (Claim) async throws -> Void

    /// The job's name in the database; it never changes.
    package let kind: String
    package let schedule: Schedule
    /// How many shards a run has, 1…64. With 64, a guild's shard is `guild_shard(guild_id)`.
    package let shards: Int
    /// How many shards one worker does at once.
    package let shardsAtOnce: Int
    /// A shard is given up after this many errors, so that the run can end.
    package let maximumAttempts: Int
    let work: Work

    package init(
        kind: String, schedule: Schedule, shards: Int = 64, shardsAtOnce: Int = 2,
        maximumAttempts: Int = 10, work: @escaping Work
    ) {
        precondition((1...64).contains(shards), "a run has 1 to 64 shards")
        self.kind = kind
        self.schedule = schedule
        self.shards = shards
        self.shardsAtOnce = shardsAtOnce
        self.maximumAttempts = maximumAttempts
        self.work = work
    }
}
