import EventLoop
import Postgres

/// Work that the cluster does once: what it's called, when it's due, and how to do one shard of it.
package struct JobDefinition: Sendable {
    package enum Schedule: Sendable {
        /// A run starts when the last one began this long ago.
        case every(Duration)
        /// Runs start when somebody asks for one.
        case onDemand
    }

    /// Does the work of one shard, from the claim's `position` on.
    ///
    /// It tells its progress to the claim, writes through the claim only, and returns when the shard is done. When it
    /// throws, the shard is tried again later, from the last position told.
    package typealias Work = @LoopActor (Claim) async throws -> Void

    /// Names the job in the database; never changed.
    package let kind: String
    package let schedule: Schedule
    /// How many shards its runs have, 1…64. Of 64, a guild's is `guild_shard(guild_id)`.
    package let shards: Int
    /// How many shards one worker does at once.
    package let shardsAtOnce: Int
    /// After this many errors a shard is given up, so that the run can end.
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
