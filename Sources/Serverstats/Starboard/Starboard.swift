import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// Keeps the posts in the starboard channels: one for each message with enough stars, whichever workers are asked, and
/// however often, at once, or after a crash.
@LoopActor
package final class Starboard {
    package let counts = StarboardCounts()
    private let database: Database
    private let discord: DiscordClient
    private let reconciler: Reconciler
    private lazy var rounds = SharedRounds<Subject, StarboardOutcome>(
        limit: Self.roundLimit, tooLong: StarboardEffect.tooLong
    ) { [unowned self] in try await go($0, $1) }

    /// What a round is about.
    struct Subject: Hashable, Sendable {
        let guild: Snowflake
        let channel: Snowflake
        let message: Snowflake
    }

    private static let statementLimit = Duration.seconds(5)
    /// Waiting for its turn with Discord, and then for its last answer.
    private static let roundLimit = Duration.seconds(25)

    init(_ database: Database, discord: DiscordClient, reconciler: Reconciler) {
        self.database = database
        self.discord = discord
        self.reconciler = reconciler
        reconciler.resumes(.starboardPost) { [counts] key in
            StarboardEffect(key: key, channel: nil, asked: nil, counts: counts)
        }
    }

    /// Reads a message's stars and makes its post fit them.
    func check(
        _ message: Snowflake, in channel: Snowflake, of guild: Snowflake, _ context: RequestContext
    ) async throws -> StarboardOutcome {
        counts.requests += 1
        return try await rounds.outcome(
            of: Subject(guild: guild, channel: channel, message: message), context)
    }

    /// Everybody who shares this has arrived.
    private func go(_ subject: Subject, _ context: RequestContext) async throws -> StarboardOutcome
    {
        let key = EffectKey(
            .starboardPost, in: subject.guild, subject: subject.message.rawValue)
        let effect = StarboardEffect(
            key: key, channel: subject.channel, asked: try await time(), counts: counts)
        return try await reconciler.run(
            effect, discord.acting(for: context),
            patience: context.arrival + DiscordCalls.longestWait)
    }

    /// The database's time: everybody who waits for this round arrived before it.
    private func time() async throws(DatabaseError) -> Timestamp {
        try await database.run(
            StarboardSQL.time, deadline: Instant.now() + Self.statementLimit)[0].timestamp(0)
    }
}

/// What has been done, for the metrics.
@LoopActor
package final class StarboardCounts {
    package fileprivate(set) var requests = 0
    package internal(set) var readings = 0
    package private(set) var posted = 0
    package private(set) var edited = 0
    package private(set) var removed = 0

    nonisolated init() {}

    func count(_ outcome: StarboardOutcome) {
        switch outcome {
        case .posted: posted += 1
        case .edited: edited += 1
        case .removed: removed += 1
        case .unchanged, .tooFewStars, .own, .gone, .foreignStarboard, .answered: break
        }
    }
}
