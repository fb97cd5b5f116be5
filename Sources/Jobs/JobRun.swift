import Essentials
import Postgres

/// A run, read from its row.
package struct JobRun: Sendable, Equatable {
    package let id: Int64
    package let startedAt: Timestamp
    /// Nil while under way.
    package let finishedAt: Timestamp?
    package let shards: Int
    package let finishedShards: Int
    /// Items done, and given up.
    package let done: Int64
    package let failed: Int64
    /// The last error of a shard, if any, even if a retry succeeded.
    package let lastError: String?
    /// Shards that were given up after too many errors.
    package let abandonedShards: Int

    package enum State: String, CaseIterable, Sendable {
        case running
        case finished
        /// Finished, but some of its work was given up.
        case abandoned
    }

    package var state: State {
        guard finishedAt != nil else { return .running }
        return abandonedShards == 0 ? .finished : .abandoned
    }

    init(_ row: Row) {
        id = row.int64(0)
        startedAt = row.timestamp(1)
        finishedAt = row.timestampIfPresent(2)
        shards = row.int(3)
        finishedShards = row.int(4)
        done = row.int64(5)
        failed = row.int64(6)
        lastError = row.stringIfPresent(7)
        abandonedShards = row.int(8)
    }
}
