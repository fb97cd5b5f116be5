import Modules

/// Reconciles the posts in starboard channels: one for each message with enough stars, with any number of workers,
/// concurrent requests and crashes.
@LoopActor
package final class Starboard {
    package let metrics = StarboardMetrics()
    private let database: Database
    private let discord: DiscordClient
    private let reconciler: Reconciler
    private lazy var rounds = SharedRounds<Subject, StarboardOutcome>(
        limit: Self.roundLimit, tooLong: StarboardEffect.tooLong
    ) { [unowned self] in try await go($0, $1) }

    /// The subject of a round.
    struct Subject: Hashable, Sendable {
        let guild: Snowflake
        let channel: Snowflake
        let message: Snowflake
    }

    /// The wait for Discord's rate limits, and then for its last answer.
    private static let roundLimit = Duration.seconds(25)

    init(_ database: Database, discord: DiscordClient, reconciler: Reconciler) {
        self.database = database
        self.discord = discord
        self.reconciler = reconciler
        reconciler.resumes(.starboardPost) { [metrics] key in
            StarboardEffect(key: key, channel: nil, asked: nil, metrics: metrics)
        }
    }

    /// Reads a message's stars and reconciles its post.
    func check(
        _ message: Snowflake, in channel: Snowflake, of guild: Snowflake, _ context: RequestContext
    ) async throws -> StarboardOutcome {
        metrics.requests += 1
        return try await rounds.outcome(
            of: Subject(guild: guild, channel: channel, message: message), context)
    }

    /// Runs the round; every request that shares it has arrived.
    private func go(_ subject: Subject, _ context: RequestContext) async throws -> StarboardOutcome
    {
        let key = EffectKey(
            .starboardPost, in: subject.guild, subject: subject.message.rawValue)
        let effect = StarboardEffect(
            key: key, channel: subject.channel, asked: try await time(), metrics: metrics)
        return try await reconciler.run(
            effect, discord.acting(for: context),
            patience: context.arrival + DiscordCalls.longestWait)
    }

    /// The database's time, after the arrival of every request that shares this round.
    private func time() async throws(DatabaseError) -> Timestamp {
        try await database.run(StarboardSQL.time)[0].timestamp(0)
    }
}

/// What was done. Readings are fewer than requests where calls for a message were shared.
@LoopActor
package final class StarboardMetrics {
    package fileprivate(set) var requests = MetricCounter(
        "kennel_starboard_requests_total", "Reports of stars that were given or taken.")
    var readings = MetricCounter(
        "kennel_starboard_readings_total", "Messages whose stars were read.")
    private var posted = MetricCounter("kennel_starboard_posts_total", "Posts made.")
    private var edited = MetricCounter(
        "kennel_starboard_edits_total", "Posts whose number changed.")
    private var removed = MetricCounter("kennel_starboard_removals_total", "Posts removed.")

    nonisolated init() {}

    var all: [any Metric] { [requests, readings, posted, edited, removed] }

    func count(_ outcome: StarboardOutcome) {
        switch outcome {
        case .posted: posted += 1
        case .edited: edited += 1
        case .removed: removed += 1
        case .unchanged, .tooFewStars, .own, .gone, .foreignStarboard, .answered: break
        }
    }
}
