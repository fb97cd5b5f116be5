import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// Collects a worker's metrics from its parts.
@LoopActor
package final class WorkerMetrics {
    package typealias Family = MetricsSnapshot.Family

    private var sources: [@LoopActor () -> [Family]] = []
    private var lag = Histogram.times()

    package init() {}

    /// Adds a part's metrics to every snapshot.
    package func add(_ source: @escaping @LoopActor () -> [Family]) {
        sources.append(source)
    }

    /// Records how late a timer fired, which shows how long the loop was blocked.
    package func note(lag late: Duration) {
        lag.add(late)
    }

    package var snapshot: MetricsSnapshot {
        MetricsSnapshot(loop + sources.flatMap { $0() })
    }

    private var loop: [Family] {
        let longest = EventLoop.shared.statistics.longestTurn
        EventLoop.shared.statistics.longestTurn = .zero
        return [
            .histogram("kennel_loop_lag_seconds", "How late timers fired.", lag),
            .gauge(
                "kennel_loop_longest_turn_seconds",
                "The longest turn of the loop since the last look.", longest.inSeconds),
            .counter(
                "kennel_loop_turns_total", "Turns of the loop.",
                EventLoop.shared.statistics.turns),
            .counter(
                "kennel_loop_foreign_jobs_total", "Jobs that came from other threads; 0 is right.",
                LoopExecutor.shared.foreignJobs),
            .counter(
                "kennel_log_lines_dropped_total", "Log lines that nobody read in time.",
                Int(LogSink.standardError.droppedLines)),
        ] + ProcessFigures.families
    }
}

extension MetricsSnapshot.Family {
    package static func counter(_ name: String, _ help: String, _ count: Int) -> Self {
        .init(name, .counter, help, [.init(.number(Double(count)))])
    }

    package static func gauge(_ name: String, _ help: String, _ level: Double) -> Self {
        .init(name, .gauge, help, [.init(.number(level))])
    }

    package static func histogram(_ name: String, _ help: String, _ values: Histogram) -> Self {
        .init(name, .histogram(bounds: values.bounds), help, [.init(values.distribution)])
    }
}

extension Histogram {
    package var distribution: MetricsSnapshot.Value {
        .distribution(counts: counts, sum: scaledSum)
    }
}
