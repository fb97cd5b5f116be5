import Accounts
import Autoresponder
import Glibc
import InviteTracker
import Modules
import Reactionroles
import Serverstats

/// The product: its modules and accounts, on one database.
@LoopActor
package final class Application {
    package let credentials: Credentials
    private let database: Database
    private let discord: DiscordClient
    private let modules: [any BotModule]
    private let feed: ModuleFeed
    private let directory: Directory
    private let reconciler: Reconciler
    private let jobs: JobRunner

    /// - Parameters:
    ///   - queue: how many events may wait to be stored at a time.
    ///   - discord: nil: Discord isn't called.
    ///   - callerRate: requests a second of an API key or a user; nil: no limit.
    package init(
        _ database: Database, discord configuration: DiscordConfiguration? = nil, queue: Int,
        callerRate: Int? = nil, log: Log
    ) {
        self.database = database
        let discord = Self.discord(configuration, database, log)
        self.discord = discord
        credentials = Credentials(
            database: database, discord: discord, callerRate: callerRate)
        let reconciler = Reconciler(database, discord: discord, log: log)
        self.reconciler = reconciler
        feed = ModuleFeed(database)
        directory = Directory(discord)
        let serverstats = Serverstats(
            database, discord: discord, reconciler: reconciler, log: log, queue: queue)
        modules = [
            serverstats,
            Autoresponder(
                database, discord: discord, reconciler: reconciler, recorder: serverstats, log: log),
            Reactionroles(
                database, discord: discord, reconciler: reconciler, recorder: serverstats, log: log),
            InviteTracker(
                database, discord: discord, reconciler: reconciler, recorder: serverstats, log: log),
        ]
        jobs = JobRunner(
            database: database, jobs: modules.flatMap(\.jobs),
            worker: "\(hostName):\(getpid())", log: log)
    }

    private static func discord(
        _ configuration: DiscordConfiguration?, _ database: Database, _ log: Log
    ) -> DiscordClient {
        guard let configuration else { return DiscordClient(log: log) }
        let budget: (any SendBudget)? = configuration.token.map {
            PostgresBudget(database: database, token: $0, rate: configuration.requestsPerSecond)
        }
        return DiscordClient(configuration, budget: budget ?? UnlimitedBudget(), log: log)
    }

    /// Starts background work.
    package func start() {
        reconciler.start()
        feed.start()
        jobs.start()
    }

    /// Starts no more background work; other workers complete what is left.
    package func stop() {
        reconciler.stop()
        feed.stop()
        for module in modules { module.stop() }
        discord.stopBackground()
        let jobs = jobs
        spawn { await jobs.stop() }
    }

    /// Every endpoint of the API.
    package func endpoints(readiness: any ReadinessSource, version: String) -> [Endpoint] {
        OwnEndpoints.added(
            to: APIKeyEndpoints(database: database, credentials: credentials).all
                + modules.flatMap(\.endpoints) + [feed.endpoint] + directory.endpoints,
            readiness: readiness, version: version)
    }

    /// How many requests of `GET /modules` wait for a change.
    var waitingForChanges: Int { feed.waitingCount }

    /// Fails all calls of Discord: the worker ends.
    package func giveUpCalls() { discord.stop() }

    var metrics: [any Metric] {
        modules.flatMap(\.metrics) + reconciler.metrics + jobs.metrics + credentials.metrics
            + discord.metrics
    }
}

/// The machine's name, shown as the holder of shards.
private var hostName: String {
    var name = utsname()
    guard uname(&name) == 0 else { return "worker" }
    return withUnsafeBytes(of: name.nodename) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
}
