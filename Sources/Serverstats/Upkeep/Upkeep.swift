import Discord
import Essentials
import EventLoop
import Postgres

/// Looks for the chores that disabled guilds left, all the time. Every worker tries; a lock gives each chore to one of
/// them at a time, and none does harm twice.
@LoopActor
package final class Upkeep {
    /// What has been done, for the metrics.
    package struct Statistics: Sendable {
        /// How often chores were looked for, and how often that or doing them failed.
        package var rounds = 0
        package var failures = 0
        package var choresDone = 0
        /// Unfinished at the last look (100 at most), on all workers.
        package var choresOpen = 0
    }

    package private(set) var statistics = Statistics()
    private let database: Database
    private let discord: DiscordClient
    private let log: Log
    private var hasStopped = false

    /// How often chores are looked for.
    private static let interval = Duration.seconds(2)

    package init(_ database: Database, discord: DiscordClient, log: Log) {
        self.database = database
        self.discord = discord
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

    /// Does what is there to be done. A chore that fails doesn't keep the others waiting.
    private func round() async {
        let chores = Chores(database: database)
        await attempt {
            let unfinished = try await chores.unfinished()
            self.statistics.choresOpen = unfinished.count
            for chore in unfinished {
                await self.attempt { try await self.perform(chore, chores) }
            }
            self.statistics.rounds += 1
        }
        await attempt { try await self.clearCreations() }
    }

    /// What was created on Discord, but not stored.
    func clearCreations() async throws {
        let creations = UnfinishedCreations(database: database, discord: discord)
        for creation in try await creations.due() {
            let key = LockKey("serverstats creation", creation.guild.rawValue, creation.id)
            _ = try await database.direct.withLockIfFree(key) { _ in
                try await creations.clear(creation)
            }
        }
    }

    private func perform(_ chore: Chore, _ chores: Chores) async throws {
        let key = LockKey("serverstats chore", chore.guild.rawValue, Int64(chore.kind.rawValue))
        _ = try await database.direct.withLockIfFree(key) { _ in
            try await chores.perform(chore)
            self.statistics.choresDone += 1
        }
    }

    private func attempt(_ work: @LoopActor () async throws -> Void) async {
        do {
            try await work()
        } catch {
            statistics.failures += 1
            log.warning("chores failed", ["cause": "\(error)"])
        }
    }
}
