import Essentials
import Worker

/// The supervisor's own metrics.
struct SupervisorCounts {
    var starts = 0
    /// Starts that replaced a worker on request.
    var replacements = 0
    var kills = 0
    private let startedAt = Timestamp.now()

    func snapshot(of machine: SupervisorMachine) -> MetricsSnapshot {
        let serving = machine.workers.count { $0.phase == .serving }
        let restarts = max(0, starts - replacements - machine.slots.count)
        return MetricsSnapshot(
            [
                .init(
                    "kennel_worker_restarts_total", .counter,
                    "Workers started anew without being asked to.",
                    [.init(.number(Double(restarts)))]
                ),
                .init(
                    "kennel_worker_replacements_total", .counter,
                    "Workers started to replace others, as SIGHUP asks.",
                    [.init(.number(Double(replacements)))]),
                .init(
                    "kennel_worker_crashes_total", .counter,
                    "Workers that ended without being told to.",
                    [.init(.number(Double(machine.crashes)))]),
                .init(
                    "kennel_worker_kills_total", .counter, "Workers killed by the supervisor.",
                    [.init(.number(Double(kills)))]),
                .init(
                    "kennel_workers_serving", .gauge, "Workers that accept connections.",
                    [.init(.number(Double(serving)))]),
                .init(
                    "kennel_ready", .gauge, "Whether the service as a whole is ready: 1 or 0.",
                    [.init(.number(machine.isReady ? 1 : 0))]),
                .init(
                    "kennel_start_time_seconds", .gauge, "When the supervisor started, since 1970.",
                    [.init(.number(Double(startedAt.microseconds) / 1_000_000))]),
                .init(
                    "kennel_info", .gauge, "The version that runs.",
                    [.init(MetricsSnapshot.label("version", Version.text), .number(1))]),
            ] + ProcessFigures.families)
    }
}
