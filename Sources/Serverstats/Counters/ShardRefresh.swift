import Modules

/// A run's refresh of one shard: its guilds in the order of their ids, some concurrently.
///
/// No lock per guild: a guild belongs to one shard, whose lock and fencing number keep it to one worker. Whatever else changes
/// counters (creating, deleting, disabling) does so in single statements that a refresh can't undo.
@LoopActor
final class ShardRefresh {
    private let claim: Claim
    private let database: Database
    private let discord: DiscordClient
    private let log: Log
    private let metrics: RefreshMetrics
    private var progress: OrderedProgress
    private var active = 0
    /// The error that ends the work on the shard, for now.
    private var trouble: (any Error)?
    private var change = Promise<Void>()

    /// One guild's calls are sequential; enough guilds are processed concurrently to use Discord's rate limit.
    private static let guildsAtOnce = 4
    private static let pageSize: Int64 = 100
    /// The number of guilds after which progress is reported.
    private static let stride = 8

    init(
        _ claim: Claim, database: Database, discord: DiscordClient, log: Log,
        metrics: RefreshMetrics
    ) {
        self.claim = claim
        self.database = database
        self.discord = discord
        self.log = log
        self.metrics = metrics
        progress = OrderedProgress(position: claim.position)
    }

    /// - Throws: `ClaimError` or `DatabaseError`, after all guilds that were begun have ended.
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
            [.int2(claim.shard), .int8(last), .int8(claim.run), .int8(Self.pageSize)]
        ).map(GuildToRefresh.init)
    }

    private func begin(_ guild: GuildToRefresh) {
        progress.begin(guild.id.rawValue)
        if let outcome = guild.outcome {
            return progress.end(guild.id.rawValue, isOK: outcome == .done)
        }
        active += 1
        metrics.guildsActive += 1
        spawn {
            do {
                self.end(guild, failure: try await self.refresh(guild))
            } catch {
                self.trouble = self.trouble ?? error
            }
            self.active -= 1
            self.metrics.guildsActive -= 1
            self.change.fulfil(())
        }
    }

    private func refresh(_ guild: GuildToRefresh) async throws -> String? {
        let refresh = GuildRefresh(
            guild, claim: claim, database: database, discord: discord, metrics: metrics)
        do {
            return try await refresh.run()
        } catch let error as DatabaseError where error.sqlState?.isAboutValues == true {
            // A value that PostgreSQL rejects would be rejected again; the other guilds continue.
            let failure = "its row can't be stored"
            try await refresh.mark(failure)
            return failure
        }
    }

    private func end(_ guild: GuildToRefresh, failure: String?) {
        progress.end(guild.id.rawValue, isOK: failure == nil)
        guard let failure else {
            metrics.guildsDone += 1
            return
        }
        metrics.guildsFailed += 1
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
