import Modules

/// The job that refreshes all counters: its name, its shards and its runs.
package enum CountersUpdate {
    package static let kind = "counters_update"
    package static let shards = 64
    /// The number of shards that a worker refreshes concurrently. With ``ShardRefresh``'s concurrent guilds, enough calls are waiting
    /// to use Discord's rate limit for a third of a second, and hardly more.
    package static let shardsAtOnce = 4

    /// Its runs, for the endpoints and commands that start or watch them.
    @LoopActor
    package static func runs(on database: Database) -> JobRuns {
        JobRuns(database, kind: kind, shards: shards)
    }
}
