import Modules

/// Metrics of the whole cluster, read from the database every 15 seconds; all workers report the same.
@LoopActor
final class ClusterFigures {
    private static let interval = Duration.seconds(15)
    /// How many due effects are counted.
    private static let most: Int64 = 10_000

    private let database: Database
    private let migrator: Migrator
    private var latest: Row?
    private var runs: [(kind: String, finishedAt: Timestamp)] = []
    private var pending = 0
    private var clockDifference = Duration.zero

    init(_ database: Database, _ migrator: Migrator) {
        self.database = database
        self.migrator = migrator
    }

    /// Starts reading, for the process's life.
    func start() {
        spawn {
            while true {
                // Database errors are reported elsewhere; the last values stay.
                try? await self.look()
                await sleep(for: Self.interval)
            }
        }
    }

    private func look() async throws(DatabaseError) {
        let deadline = Instant.now() + .seconds(5)
        pending = try await migrator.pendingCount(in: database, deadline: deadline)
        let before = Timestamp.now()
        let rows = try await database.run(
            ClusterSQL.figures, [.int8(Self.most)], deadline: deadline)
        let after = Timestamp.now()
        latest = rows.first
        if let row = rows.first {
            let middle = (before.microseconds + after.microseconds) / 2
            clockDifference = .microseconds(row.timestamp(3).microseconds - middle)
        }
        runs = try await database.run(ClusterSQL.goodRuns, deadline: deadline)
            .map { ($0.string(0), $0.timestamp(1)) }
    }

    var metrics: [any Metric] {
        guard let latest else { return [] }
        let successes = runs.map { ($0.kind, Double($0.finishedAt.microseconds) / 1_000_000) }
        return [
            MetricGauge(
                "kennel_migrations_pending", "Migrations that the database lacks.", pending),
            MetricGauge(
                "kennel_partitions_ahead_seconds",
                "How long after today there are partitions of the statistics for.",
                Double(latest.int32(0)) * 86_400),
            MetricGauge(
                "kennel_effects_due", "Effects that are due, up to \(Self.most).",
                Double(latest.int64(1))),
            MetricGauge(
                "kennel_effects_due_age_seconds", "How long the oldest of them has been due.",
                latest.double(2)),
            MetricGauge(
                "kennel_database_clock_offset_seconds",
                "How far the database's clock is ahead of this machine's.",
                clockDifference.inSeconds),
            MetricGauge(
                "kennel_job_last_success_timestamp_seconds",
                "When a job's last run ended of which nothing was given up, since 1970.",
                label: "task", levels: Dictionary(uniqueKeysWithValues: successes)),
        ]
    }
}
