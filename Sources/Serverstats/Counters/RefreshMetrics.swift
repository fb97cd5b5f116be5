import Modules

/// The metrics of runs of counters/update.
@LoopActor
package final class RefreshMetrics {
    var guildsDone = MetricCounter(
        "kennel_counters_guilds_total", "Guilds refreshed in runs of counters/update.")
    var guildsFailed = MetricCounter(
        "kennel_counters_guilds_failed_total", "Guilds that could not be refreshed wholly.")
    var guildsActive = 0
    var renames = MetricCounter("kennel_counters_renames_total", "Counters' channels renamed.")
    var renamesHeldBack = MetricCounter(
        "kennel_counters_renames_held_back_total",
        "Renames left for a later run because of Discord's limit.")
    var dropped = MetricCounter(
        "kennel_counters_dropped_total", "Counters whose channels were gone.")

    var all: [any Metric] {
        [
            guildsDone, guildsFailed, renames, renamesHeldBack, dropped,
            MetricGauge("kennel_counters_guilds_active", "Guilds being refreshed.", guildsActive),
        ]
    }
}
