import EventLoop
import Jobs
import Postgres

/// The job that refreshes all counters: what it's called, and how a run of it is asked for.
package enum CountersUpdate {
    package static let kind = "counters_update"
    package static let shards = 64
    /// How many of them a worker does at once. With the guilds of each that are at work together, that's more calls
    /// waiting than Discord grants in a third of a second, and no more than that.
    package static let shardsAtOnce = 4

    /// Its runs, for whoever starts or watches them: an endpoint, a command.
    @LoopActor
    package static func runs(on database: Database) -> JobRuns {
        JobRuns(database, kind: kind, shards: shards)
    }
}
