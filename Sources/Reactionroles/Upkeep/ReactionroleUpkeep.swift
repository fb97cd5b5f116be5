import Discord
import Essentials
import EventLoop
import Postgres

/// Looks for what requests and crashes left to be done, all the time. Every worker tries; a lock or a lease gives each thing to one
/// of them at a time.
@LoopActor
package final class ReactionroleUpkeep {
    /// What has been done, for the metrics.
    package struct Statistics: Sendable {
        /// How often it was looked for, and how often that or doing it failed.
        package var rounds = 0
        package var failures = 0
        package var choresDone = 0
        package var panelsRepaired = 0
        package var membersRepaired = 0
    }

    package private(set) var statistics = Statistics()
    private let database: Database
    private let discord: DiscordClient
    private let log: Log
    private var hasStopped = false

    /// How often it looks.
    private static let interval = Duration.seconds(2)
    private static let atOnce: Int64 = 50
    private static let forgotten: Int64 = 1_000

    init(_ database: Database, discord: DiscordClient, log: Log) {
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

    /// Does what is there to be done. What fails doesn't keep the rest waiting.
    func round() async {
        await attempt { try await self.repairPanels() }
        await attempt { try await self.repairMembers() }
        await attempt { try await self.doChores() }
        await attempt { _ = try await self.run(CheckSQL.forgetOld, [.int8(Self.forgotten)]) }
        statistics.rounds += 1
    }

    private func repairPanels() async throws {
        let repair = PanelRepair(database: database, discord: discord)
        for row in try await run(PanelSQL.suspects) where !hasStopped {
            await attempt {
                if try await repair.perform(guild: row.snowflake(0), panel: row.int64(1)) {
                    self.statistics.panelsRepaired += 1
                }
            }
        }
    }

    private func repairMembers() async throws {
        for row in try await run(GrantSQL.unfinished) where !hasStopped {
            let guild = row.snowflake(0)
            let repair = GrantRepair(
                database: database,
                calls: discord.actingInBackground(
                    in: guild, waitLimit: .now() + DiscordCalls.longestWait),
                guild: guild, panel: row.int64(1), member: row.snowflake(2))
            await attempt {
                if try await repair.perform() { self.statistics.membersRepaired += 1 }
            }
        }
    }

    private func doChores() async throws {
        let chores = Chores(database: database, discord: discord)
        for chore in try await chores.lease() where !hasStopped {
            await attempt {
                try await chores.perform(chore)
                self.statistics.choresDone += 1
            }
        }
    }

    private func run(
        _ sql: some SQL, _ values: [SQLValue] = [.int8(atOnce)]
    ) async throws(DatabaseError) -> Rows {
        try await database.run(sql, values, deadline: .now() + .seconds(5))
    }

    private func attempt(_ work: @LoopActor () async throws -> Void) async {
        do {
            try await work()
        } catch {
            statistics.failures += 1
            log.warning("reactionroles upkeep failed", ["cause": "\(error)"])
        }
    }
}
