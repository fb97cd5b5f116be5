import Essentials
import EventLoop
import Postgres

/// What goes on in the background: partitions, chores, forgetting. Every worker tries; a lock gives each piece of work to
/// one of them at a time, and none of it does harm twice.
@LoopActor
package final class Upkeep {
    /// What has been done, for the metrics.
    package struct Statistics: Sendable {
        /// By piece of work: how often it was gone through, and how often it failed.
        package var done: [String: Int] = [:]
        package var failed: [String: Int] = [:]
        package var choresDone = 0
        /// Unfinished at the last look (100 at most), on all workers.
        package var choresOpen = 0
    }

    package private(set) var statistics = Statistics()
    private let database: Database
    private let log: Log
    private var hasStopped = false
    private var partitionsDueAt = Instant.now()

    /// How often chores are looked for.
    private static let interval = Duration.seconds(2)
    /// How often the partitions are looked after when all is well, and when it isn't.
    private static let partitionInterval = Duration.seconds(600)
    private static let partitionRetryInterval = Duration.seconds(20)
    private static let chunk: Int64 = 2_000

    package init(_ database: Database, log: Log) {
        self.database = database
        self.log = log
    }

    /// Begins, and goes on until `stop`.
    package func start() {
        spawn {
            while !self.hasStopped {
                // Workers that were started together don't stay in step.
                await sleep(for: Self.interval * Double.random(in: 0.5...1.5))
                if !self.hasStopped, self.database.isReachable { await self.round() }
            }
        }
    }

    package func stop() {
        hasStopped = true
    }

    /// Everything that is due.
    func round() async {
        await attempt("chores") { try await self.doChores() }
        guard Instant.now() >= partitionsDueAt else { return }
        partitionsDueAt = Instant.now() + Self.partitionRetryInterval
        await attempt("partitions") {
            let isDone = try await self.database.direct.withLockIfFree(
                LockKey("serverstats partitions")
            ) { _ in await Partitions(database: self.database, log: self.log).maintain() }
            if isDone ?? true { self.partitionsDueAt = Instant.now() + Self.partitionInterval }
        }
        await attempt("forgetting") { try await self.forget() }
    }

    private func doChores() async throws {
        let chores = Chores(database: database)
        let unfinished = try await chores.unfinished()
        statistics.choresOpen = unfinished.count
        for chore in unfinished {
            let key = LockKey("serverstats chore", chore.guild.rawValue, Int64(chore.kind.rawValue))
            _ = try await database.direct.withLockIfFree(key) { _ in
                try await chores.perform(chore)
                self.statistics.choresDone += 1
            }
        }
    }

    private func forget() async throws {
        let values = [SQLValue.int8(Self.chunk)]
        for _ in 0..<100 {
            let batches = try await database.run(
                UpkeepSQL.forgetBatches, values, deadline: Instant.now() + .seconds(5))
            let erasures = try await database.run(
                PrivacySQL.forgetErasures, values, deadline: Instant.now() + .seconds(5))
            guard batches[0].int64(0) + erasures[0].int64(0) > 0 else { return }
        }
    }

    private func attempt(_ what: String, _ work: @LoopActor () async throws -> Void) async {
        do {
            try await work()
            statistics.done[what, default: 0] += 1
        } catch {
            statistics.failed[what, default: 0] += 1
            log.warning("upkeep failed", ["what": what, "cause": "\(error)"])
        }
    }
}
