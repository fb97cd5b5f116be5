import Modules

/// A run's refresh of one guild: fetches its numbers, renames the channels whose names changed, and stores its samples.
///
/// Writes require the claim on the guild's shard, and every rename is claimed right before the call to Discord; so no two
/// workers refresh a guild at once, however long one of them was paused.
@LoopActor
final class GuildRefresh {
    let claim: Claim
    let database: Database
    private let client: DiscordClient
    private let discord: DiscordCalls
    let guild: GuildToRefresh
    let metrics: RefreshMetrics
    /// The first failure, in words.
    private var failure: String?
    /// Discord refuses calls about the guild: most likely the bot has left it.
    private var isRefused = false

    /// The time that a call may wait for its turn: requests take precedence over runs.
    static let patience = Duration.seconds(300)

    init(
        _ guild: GuildToRefresh, claim: Claim, database: Database, discord: DiscordClient,
        metrics: RefreshMetrics
    ) {
        self.guild = guild
        self.claim = claim
        self.database = database
        client = discord
        self.discord = discord.actingInBackground(
            in: guild.id, waitLimit: Instant.now() + Self.patience)
        self.metrics = metrics
    }

    /// Returns why the guild couldn't be refreshed completely, or nil.
    /// - Throws: `ClaimError` or `DatabaseError`.
    func run() async throws -> String? {
        let counters = try await counters()
        let numbers = try await numbers(for: counters)
        for counter in counters {
            try claim.check()
            guard let name = counter.definition.name(with: numbers) else { continue }
            try await show(name, on: counter)
        }
        try await mark(numbers)
        return failure
    }

    private func counters() async throws -> [Counter] {
        guard guild.toggles.isOn(.counters) else { return [] }
        return try await database.run(CounterSQL.read, [.snowflake(guild.id)])
            .compactMap { Counter(ifPresent: $0) }
    }

    /// Fetches the needed numbers. The first source that fails ends it: most likely Discord refuses the guild or
    /// can't be reached, and the run has other guilds to process.
    private func numbers(for counters: [Counter]) async throws -> GuildNumbers {
        let reader = NumberReader(database, discord, guild: guild.id)
        var sources = Set(counters.flatMap(\.definition.type.sources))
        if guild.toggles.isOn(.members) { sources.insert(.guild) }
        if guild.toggles.isOn(.activities) { sources.formUnion([.guild, .statuses]) }
        let roles = Set(
            counters.filter { $0.definition.type == .onlineWithRole }.compactMap(\.definition.role))
        for source in NumberSource.allCases where sources.contains(source) {
            try claim.check()
            do {
                try await reader.read(source, roles: roles)
            } catch let error as DiscordError {
                try note(error)
                if source == .guild || source == .channels { isRefused = error.isFinal }
                // A number that only privileged bots may read doesn't prevent the others.
                if source != .onlineByRole { break }
                reader.forgetOnlineByRole()
            }
        }
        return reader.numbers
    }

    private func note(_ error: DiscordError) throws(ClaimError) {
        guard error != .cancelled else { throw .stopping }
        if failure == nil { failure = error.words }
    }

    /// Marks the guild as processed, without numbers.
    func mark(_ failure: String) async throws {
        self.failure = failure
        try await mark(GuildNumbers())
    }

    private func mark(_ numbers: GuildNumbers) async throws {
        _ = try await claim.write([
            BoundStatement(
                RefreshSQL.mark,
                [
                    .snowflake(guild.id), .int8(claim.run), .textOrNull(failure),
                    .timestamptz(guild.enabledAt), .count(numbers.members),
                    .count(numbers.online), .count(numbers.offline), .count(numbers.dnd),
                    .int2(Statistic.memberTotals), .int2(Statistic.statuses), .bool(isRefused),
                ])
        ])
    }
}

// MARK: Renaming

extension GuildRefresh {
    private static let reason = "The counter's number has changed."
    /// Discord's rate limit of renames can last for minutes; a rename that would wait longer is left to a later run.
    private static let renamePatience = Duration.seconds(60)

    private func show(_ name: String, on counter: Counter) async throws {
        guard counter.name != name else { return }
        do {
            let channel = try await discord.channel(counter.channel, of: guild.id)
            if counter.name == nil, try await discord.reread(channel).name == name {
                // An earlier rename succeeded, but its worker crashed or its call timed out.
                return try await note(name, by: .noteName, counter)
            }
            try await rename(channel, of: counter, to: name)
        } catch let error as DiscordError {
            try await refused(error, counter)
        }
    }

    private func rename(
        _ channel: GuildChannel, of counter: Counter, to name: String
    ) async throws {
        let place = BoundStatement(
            RefreshSQL.takeRename, [.snowflake(guild.id), .int8(counter.id)])
        guard !(try await claim.write([place]).isEmpty) else {
            metrics.renamesHeldBack += 1
            return
        }
        do throws(DiscordError) {
            let calls = client.actingInBackground(
                in: guild.id, waitLimit: Instant.now() + Self.renamePatience)
            _ = try await calls.renameChannel(channel, to: name, reason: Self.reason)
        } catch {
            if error.effect == .none {
                try await note(counter.name, by: .undoRename, counter)
            } else {
                try await note(nil, by: .noteRename, counter)
            }
            throw error
        }
        metrics.renames += 1
        try await note(name, by: .noteRename, counter)
    }

    private func refused(_ error: DiscordError, _ counter: Counter) async throws {
        if error.isGone(.channel) {
            metrics.dropped += 1
            _ = try await claim.write([
                BoundStatement(CounterSQL.drop, [.snowflake(guild.id), .int8(counter.id)])
            ])
        } else if error == .waitedTooLong {
            metrics.renamesHeldBack += 1
        } else {
            try note(error)
        }
    }

    private func note(_ name: String?, by sql: RefreshSQL, _ counter: Counter) async throws {
        _ = try await claim.write([
            BoundStatement(sql, [.snowflake(guild.id), .int8(counter.id), .textOrNull(name)])
        ])
    }
}

/// One guild of a run.
struct GuildToRefresh: Hashable, Sendable {
    let id: Snowflake
    /// The activation under which the numbers are fetched; they aren't stored under another.
    let enabledAt: Timestamp
    let toggles: Toggles
    /// The result of an earlier claim of the same run; nil: not processed yet.
    let outcome: Outcome?

    enum Outcome: Hashable, Sendable { case done, failed }

    /// Reads a row of ``RefreshSQL/guilds``.
    init(_ row: Row) {
        var columns = RowReader(row)
        id = columns.next()
        enabledAt = columns.next()
        toggles = Toggles(rawValue: columns.next())
        let (isDone, hasFailed): (Bool, Bool) = (columns.next(), columns.next())
        outcome = isDone ? (hasFailed ? .failed : .done) : nil
    }
}

extension SQLValue {
    fileprivate static func count(_ value: Int?) -> SQLValue {
        int4OrNull(value.map { Int32(clamping: $0) })
    }
}
