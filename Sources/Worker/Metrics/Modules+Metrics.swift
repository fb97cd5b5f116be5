import Autoresponder
import Jobs
import Serverstats

/// The metrics of counter refreshes, and of other modules.
extension RefreshCounts {
    var families: [MetricsSnapshot.Family] {
        [
            .counter(
                "kennel_counters_guilds_total", "Guilds refreshed in runs of counters/update.",
                guildsDone),
            .counter(
                "kennel_counters_guilds_failed_total", "Guilds that could not be refreshed wholly.",
                guildsFailed),
            .gauge(
                "kennel_counters_guilds_active", "Guilds being refreshed.", Double(guildsActive)),
            .counter("kennel_counters_renames_total", "Counters' channels renamed.", renames),
            .counter(
                "kennel_counters_renames_held_back_total",
                "Renames left for a later run because of Discord's limit.", renamesHeldBack),
            .counter(
                "kennel_counters_dropped_total", "Counters whose channels were gone.", dropped),
        ]
    }
}

extension JobRunner {
    var families: [MetricsSnapshot.Family] {
        let now = statistics
        func samples(_ counts: [String: Int]) -> [MetricsSnapshot.Sample] {
            counts.sorted { $0.key < $1.key }.map { job, count in
                .init(MetricsSnapshot.label("task", job), .number(Double(count)))
            }
        }
        return [
            .init(
                "kennel_job_shards_total", .counter, "Shards of cluster-wide runs done.",
                samples(now.shardsDone)),
            .init(
                "kennel_job_failures_total", .counter, "Shards that failed and are tried again.",
                samples(now.shardsFailed)),
            .init(
                "kennel_job_shards_active", .gauge, "Shards under way.", samples(now.shardsActive)),
        ]
    }
}

extension TriggerSetCache {
    var families: [MetricsSnapshot.Family] {
        [
            .gauge(
                "kennel_autoresponder_guilds", "Guilds whose triggers are kept compiled.",
                Double(statistics.guilds)),
            .gauge(
                "kennel_autoresponder_bytes", "Memory that compiled triggers take, roughly.",
                Double(statistics.bytes)),
            .counter(
                "kennel_autoresponder_hits_total", "Checks that found their triggers compiled.",
                statistics.hits),
            .counter(
                "kennel_autoresponder_misses_total", "Checks that had to read triggers.",
                statistics.misses),
        ]
    }
}
