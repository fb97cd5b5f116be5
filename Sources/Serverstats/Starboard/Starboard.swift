import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Keeps the posts in the starboard channels: one for each message with enough stars, whichever workers are asked, and
/// however often, at once, or after a crash.
@LoopActor
package final class Starboard {
    /// What has been done, for the metrics.
    package struct Statistics: Sendable {
        package var requests = 0
        package var readings = 0
        package var posted = 0
        package var edited = 0
        package var removed = 0
        /// Claims taken by others, or gone, while they were acted on.
        package var claimsLost = 0
    }

    package private(set) var statistics = Statistics()
    private let database: Database
    private let discord: DiscordClient
    private lazy var rounds = StarboardRounds { [unowned self] in try await go($0, $1) }

    private static let statementLimit = Duration.seconds(5)
    /// How often a message is looked at again whose claim was lost.
    private static let attempts = 4

    init(_ database: Database, discord: DiscordClient) {
        self.database = database
        self.discord = discord
    }

    /// Reads a message's stars and makes its post fit them.
    func check(
        _ message: Snowflake, in channel: Snowflake, of guild: Snowflake, _ call: Call
    ) async throws -> StarboardOutcome {
        statistics.requests += 1
        return try await rounds.outcome(
            of: .init(guild: guild, channel: channel, message: message), call)
    }

    /// Everybody who shares this has arrived.
    private func go(
        _ subject: StarboardRounds.Subject, _ call: Call
    ) async throws -> StarboardOutcome {
        let asked = try await time()
        for _ in 0..<Self.attempts {
            do {
                let outcome = try await underLock(subject, call) { [self] lock in
                    try await visit(subject, asked: asked, lock, call)
                }
                count(outcome)
                return outcome
            } catch is StarboardClaim.Lost {
                statistics.claimsLost += 1
            }
        }
        throw APIError.database(outcomeUnknown: false)
    }

    private func underLock(
        _ subject: StarboardRounds.Subject, _ call: Call,
        _ body: @LoopActor (Lock) async throws -> StarboardOutcome
    ) async throws -> StarboardOutcome {
        let key = LockKey(
            "starboard message", subject.guild.rawValue, subject.message.rawValue)
        let deadline = call.arrival + DiscordCalls.longestWait
        do {
            return try await database.direct.withLock(key, deadline: deadline, body)
        } catch LockError.busy {
            throw StarboardRounds.tooLong
        } catch LockError.unavailable {
            throw APIError.database(outcomeUnknown: false)
        }
    }

    private func visit(
        _ subject: StarboardRounds.Subject, asked: Timestamp, _ lock: Lock, _ call: Call
    ) async throws -> StarboardOutcome {
        let row = try await claim(subject, asked: asked)
        let (starboard, needed, now) = (row.snowflake(0), row.int(1), row.timestamp(3))
        guard !row.bool(2) else { return .own }
        guard let fencing = row.int64IfPresent(4) else { return .answered }
        statistics.readings += 1
        let claim = StarboardClaim(
            guild: subject.guild, message: subject.message, fencing: fencing, database: database,
            lock: lock)
        var visit = StarboardVisit(
            claim: claim, channel: subject.channel, starboard: starboard, needed: needed,
            discord: discord.acting(for: call), now: now,
            entry: StarboardEntry(row, from: 5, now: now))
        return try await visit.perform()
    }

    private func claim(
        _ subject: StarboardRounds.Subject, asked: Timestamp
    ) async throws -> Row {
        let (guild, message) = (subject.guild, subject.message)
        let rows = try await database.runTogether(
            [
                BoundStatement(GuildLockSQL.shared, [.snowflake(guild)]),
                BoundStatement(StarboardSQL.forget, [.snowflake(guild), .snowflake(message)]),
                BoundStatement(
                    StarboardSQL.claim,
                    [
                        .snowflake(guild), .snowflake(message), .snowflake(subject.channel),
                        .timestamptz(asked),
                    ]),
            ], deadline: Instant.now() + Self.statementLimit)
        guard let row = rows.first else { throw APIError.moduleDisabled }
        return row
    }

    /// The database's time: everybody who waits for this round arrived before it.
    private func time() async throws(DatabaseError) -> Timestamp {
        try await database.run(
            StarboardSQL.time, deadline: Instant.now() + Self.statementLimit)[0].timestamp(0)
    }

    private func count(_ outcome: StarboardOutcome) {
        switch outcome {
        case .posted: statistics.posted += 1
        case .edited: statistics.edited += 1
        case .removed: statistics.removed += 1
        case .unchanged, .tooFewStars, .own, .gone, .foreignStarboard, .answered: break
        }
    }
}
