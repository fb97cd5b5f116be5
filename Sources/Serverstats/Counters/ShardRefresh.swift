import Discord
import Essentials
import EventLoop
import Jobs
import Postgres

/// A run's work on one shard: its guilds in the order of their ids, some at once.
///
/// No lock per guild: a guild belongs to one shard, whose lock and fencing number keep it to one worker. Whatever else changes
/// counters (creating, deleting, disabling) does so in single statements that a refresh can't undo.
@LoopActor
final class ShardRefresh {
    private let claim: Claim
    private let database: Database
    private let discord: DiscordClient
    private let log: Log
    private let statistics: RefreshCounts
    private var progress: OrderedProgress
    private var active = 0
    /// What ends the work on the shard, for now.
    private var trouble: (any Error)?
    private var change = Promise<Void>()

    /// A guild's calls come one after the other; enough guilds are at work to use what Discord grants.
    private static let guildsAtOnce = 4
    private static let pageSize: Int64 = 100
    /// After so many guilds progress is told.
    private static let stride = 8

    init(
        _ claim: Claim, database: Database, discord: DiscordClient, log: Log,
        statistics: RefreshCounts
    ) {
        self.claim = claim
        self.database = database
        self.discord = discord
        self.log = log
        self.statistics = statistics
        progress = OrderedProgress(position: claim.position)
    }

    /// - Throws: `ClaimError` or `DatabaseError`, once everything it began has ended.
    func run() async throws {
        do {
            try await walk()
        } catch {
            trouble = trouble ?? error
        }
        while active > 0 { await untilOneEnds() }
        if let trouble {
            if !(trouble is ClaimError) { try await tell() }
            throw trouble
        }
        try await tell()
    }

    private func walk() async throws {
        var last = claim.position
        while true {
            let page = try await guilds(after: last)
            for guild in page {
                while active >= Self.guildsAtOnce { await untilOneEnds() }
                if let trouble { throw trouble }
                try claim.check()
                begin(guild)
                if progress.step.done + progress.step.failed >= Self.stride { try await tell() }
            }
            guard let end = page.last else { return }
            last = end.id.rawValue
        }
    }

    private func guilds(after last: Int64) async throws -> [GuildToRefresh] {
        try await database.run(
            RefreshSQL.guilds,
            [.int2(claim.shard), .int8(last), .int8(claim.run), .int8(Self.pageSize)],
            deadline: Instant.now() + .seconds(5)
        ).map(GuildToRefresh.init)
    }

    private func begin(_ guild: GuildToRefresh) {
        progress.begin(guild.id.rawValue)
        if let outcome = guild.outcome {
            return progress.end(guild.id.rawValue, isOK: outcome == .done)
        }
        active += 1
        statistics.guildsActive += 1
        spawn {
            do {
                self.end(guild, failure: try await self.refresh(guild))
            } catch {
                self.trouble = self.trouble ?? error
            }
            self.active -= 1
            self.statistics.guildsActive -= 1
            self.change.fulfil(())
        }
    }

    private func refresh(_ guild: GuildToRefresh) async throws -> String? {
        let refresh = GuildRefresh(
            guild, claim: claim, database: database, discord: discord, statistics: statistics)
        do {
            return try await refresh.run()
        } catch let error as DatabaseError where error.sqlState?.isAboutValues == true {
            // What PostgreSQL refuses of one guild it would refuse again; the others go on.
            let failure = "its row can't be stored"
            try await refresh.mark(failure)
            return failure
        }
    }

    private func end(_ guild: GuildToRefresh, failure: String?) {
        progress.end(guild.id.rawValue, isOK: failure == nil)
        guard let failure else {
            statistics.guildsDone += 1
            return
        }
        statistics.guildsFailed += 1
        log.warning(
            "a guild's counters could not be refreshed",
            ["guild": guild.id.rawValue, "run": claim.run, "cause": failure])
    }

    private func tell() async throws {
        guard !progress.isEmpty else { return }
        let step = progress.take()
        try await claim.progress(position: step.position, done: step.done, failed: step.failed)
    }

    private func untilOneEnds() async {
        change = Promise<Void>()
        await change.value
    }
}
