import Essentials
import Worker

/// The supervisor's own metrics.
struct SupervisorMetrics {
    var starts = 0
    var replacements = MetricCounter(
        "kennel_worker_replacements_total",
        "Workers started to replace others, as SIGHUP asks.")
    var kills = MetricCounter("kennel_worker_kills_total", "Workers killed by the supervisor.")
    private let startedAt = Timestamp.now()

    func snapshot(of machine: SupervisorMachine) -> MetricsSnapshot {
        let serving = machine.workers.count { $0.phase == .serving }
        let metrics: [any Metric] = [
            MetricCounter(
                "kennel_worker_restarts_total", "Workers started anew without being asked to.",
                max(0, starts - replacements.count - machine.slots.count)),
            replacements,
            MetricCounter(
                "kennel_worker_crashes_total", "Workers that ended without being told to.",
                machine.crashes),
            kills,
            MetricGauge("kennel_workers_serving", "Workers that accept connections.", serving),
            MetricGauge(
                "kennel_ready", "Whether the service as a whole is ready: 1 or 0.",
                machine.isReady),
            MetricGauge(
                "kennel_start_time_seconds", "When the supervisor started, since 1970.",
                Double(startedAt.microseconds) / 1_000_000),
            MetricGauge(
                "kennel_info", "The version that runs.", label: "version",
                levels: [Version.text: 1]),
        ]
        return MetricsSnapshot(of: metrics + ProcessFigures.metrics)
    }
}
