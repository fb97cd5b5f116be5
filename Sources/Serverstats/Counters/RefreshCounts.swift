import EventLoop

/// What this worker has done in runs of counters/update, for the metrics.
@LoopActor
package final class RefreshCounts {
    package internal(set) var guildsDone = 0
    package internal(set) var guildsFailed = 0
    package internal(set) var guildsActive = 0
    package internal(set) var renames = 0
    /// Left for a later run because of Discord's limit.
    package internal(set) var renamesHeldBack = 0
    /// Counters whose channels were gone.
    package internal(set) var dropped = 0
}
