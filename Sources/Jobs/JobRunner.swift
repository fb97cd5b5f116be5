import Essentials
import EventLoop
import Postgres

/// A worker's share of the cluster's runs: starts runs that are due and does open shards.
///
/// Every worker looks for unfinished runs every two seconds. A shard is done under an advisory lock, which ends with the
/// worker's session, so another worker claims what a dead one left and continues.
@LoopActor
package final class JobRunner {
    private let database: Database
    private let jobs: [String: JobDefinition]
    private let worker: String
    private let log: Log
    private let interval: Duration
    private var board: JobRegistry
    private var random = SystemRandomNumberGenerator()
    private var hasStopped = false
    private var pause = Promise<Void>()
    /// There may be new work: skip the next pause.
    private var isWanted = false
    private var stopped: Promise<Void>?
    private var shardsDone = LabelledCounter(
        "kennel_job_shards_total", "Shards of cluster-wide runs done.", label: "task")
    private var shardsFailed = LabelledCounter(
        "kennel_job_failures_total", "Shards that failed and are tried again.", label: "task")

    /// - Parameters:
    ///   - worker: this worker's name in the rows, for humans.
    ///   - interval: how often it looks for open shards.
    package init(
        database: Database, jobs: [JobDefinition], worker: String, log: Log,
        interval: Duration = .seconds(2)
    ) {
        self.database = database
        self.jobs = Dictionary(uniqueKeysWithValues: jobs.map { ($0.kind, $0) })
        self.worker = worker
        self.log = log
        self.interval = interval
        self.board = JobRegistry(atOnce: self.jobs.mapValues(\.shardsAtOnce))
    }

    package func start() {
        database.direct.listen(to: JobRuns.channel) { [weak self] _ in self?.wake() }
        spawn { await self.keepLooking() }
    }

    private func wake() {
        isWanted = true
        pause.fulfil(())
    }

    /// Takes no more shards; returns when the active ones have stopped at their next step.
    package func stop() async {
        hasStopped = true
        wake()
        guard !board.active.isEmpty else { return }
        let stopped = Promise<Void>()
        self.stopped = stopped
        await stopped.value
    }

    package var metrics: [any Metric] {
        let active = Dictionary(grouping: board.active, by: \.kind).mapValues { Double($0.count) }
        return [
            shardsDone, shardsFailed,
            MetricGauge(
                "kennel_job_shards_active", "Shards under way.", label: "task", levels: active),
        ]
    }

    // MARK: Finding work

    private func keepLooking() async {
        while !hasStopped {
            do throws(DatabaseError) {
                try await look()
            } catch {
                log.debug("open shards could not be read", ["error": "\(error)"])
            }
            guard !hasStopped else { return }
            await rest()
        }
    }

    /// Waits for the next interval, or until a notification or a finished shard makes a look worthwhile.
    private func rest() async {
        guard !isWanted else { return }
        pause = Promise<Void>()
        let jitter = Double.random(in: 0.9...1.1)
        let timer = EventLoop.shared.schedule(after: interval * jitter) { [pause] in
            pause.fulfil(())
        }
        await pause.value
        EventLoop.shared.cancel(timer)
    }

    private func look() async throws(DatabaseError) {
        isWanted = false
        try await startDue()
        let kinds = SQLValue.textArray(Array(jobs.keys))
        let rows = try await database.run(JobsSQL.look, [kinds])
        board.show(rows.flatMap(openShards), using: &random)
        for row in rows where row.int(3) == 0 { try await finish(run: row.int64(0)) }
        workOn()
    }

    private func openShards(_ row: Row) -> [OpenShard] {
        row.int16Array(2).map { OpenShard(kind: row.string(1), run: row.int64(0), shard: $0) }
    }

    private func startDue() async throws(DatabaseError) {
        var kinds: [String] = []
        var seconds: [Double] = []
        var shards: [Int16] = []
        for job in jobs.values {
            guard case .every(let interval) = job.schedule else { continue }
            kinds.append(job.kind)
            seconds.append(interval.inSeconds)
            shards.append(Int16(job.shards))
        }
        guard !kinds.isEmpty else { return }
        let values: [SQLValue] = [.textArray(kinds), .float8Array(seconds), .int2Array(shards)]
        let rows = try await database.run(JobsSQL.startDue, values)
        guard rows.affectedCount > 0 else { return }
        let forgotten = [SQLValue.textArray(kinds)]
        _ = try await database.run(JobsSQL.forgetOld, forgotten)
    }
}

// MARK: Working

extension JobRunner {
    private func workOn() {
        while !hasStopped, let shard = board.next() {
            spawn { await self.work(on: shard) }
        }
    }

    private func work(on shard: OpenShard) async {
        let wasMine = await claimed(shard)
        board.ended(shard)
        if board.active.isEmpty { stopped?.fulfil(()) }
        workOn()
        if wasMine, board.active.isEmpty { wake() }
    }

    /// Does the shard unless another worker holds it.
    private func claimed(_ shard: OpenShard) async -> Bool {
        let key = LockKey(.runShard, shard.run, Int64(shard.shard))
        do {
            let outcome = try await database.direct.withLockIfFree(key) { lock in
                try await self.work(on: shard, under: lock)
            }
            return outcome ?? false
        } catch {
            log.debug("a shard could not be claimed", ["job": shard.kind, "error": "\(error)"])
            return false
        }
    }

    private func work(on shard: OpenShard, under lock: Lock) async throws -> Bool {
        guard let job = jobs[shard.kind] else { return false }
        let values: [SQLValue] = [.int8(shard.run), .int2(shard.shard), .text(worker)]
        let rows = try await database.run(JobsSQL.claim, values)
        guard let row = rows.first else { return false }
        let claim = Claim(
            run: shard.run, shard: shard.shard, row: row, database: database, lock: lock,
            isStopping: { [self] in hasStopped })
        do {
            try await job.work(claim)
            try await finish(shard, claim)
        } catch is ClaimError {
            return false
        } catch {
            try await fail(shard, claim, job, error)
        }
        return true
    }

    private func finish(_ shard: OpenShard, _ claim: Claim) async throws {
        guard try await claim.change(.finishShard) else { throw ClaimError.lost }
        shardsDone[shard.kind] += 1
        try await finish(run: shard.run)
    }

    private func fail(
        _ shard: OpenShard, _ claim: Claim, _ job: JobDefinition, _ error: any Error
    ) async throws {
        shardsFailed[shard.kind] += 1
        log.warning(
            "a shard failed",
            [
                "job": shard.kind, "run": shard.run, "shard": Int64(shard.shard),
                "error": "\(error)",
            ])
        let values: [SQLValue] = [.text("\(error)"), .int4(Int32(job.maximumAttempts))]
        _ = try await claim.change(.failShard, values)
        try await finish(run: shard.run)
    }

    private func finish(run: Int64) async throws(DatabaseError) {
        _ = try await database.run(JobsSQL.finishRun, [.int8(run)])
    }
}
