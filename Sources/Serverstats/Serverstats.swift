import API
import Discord
import Effects
import Essentials
import EventLoop
import Jobs
import Modules
import Postgres

/// The module: its endpoints, and what runs in the background for them.
@LoopActor
package final class Serverstats: BotModule {
    let module: Module
    let database: Database
    let discord: DiscordClient
    let log: Log
    let settings: SettingsReader
    package let events: EventStore
    let closing: SessionClosing
    package let starboard: Starboard
    /// The runs of counters/update.
    let runs: JobRuns
    package let refreshes = RefreshCounts()

    /// What its paths begin with, and what it's called in the documentation.
    static let root = "/modules/serverstats"
    static let group = "serverstats"
    /// By which a guild's settings and its sessions change one after the other.
    static let lock = GuildLock(of: group)

    /// - Parameter queue: how many events may wait to be stored or be on their way.
    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler, log: Log, queue: Int
    ) {
        self.database = database
        self.discord = discord
        self.log = log
        let settings = SettingsReader(database)
        self.settings = settings
        module = Module(
            root: Self.root, name: Self.group, lock: Self.lock, database: database
        ) { guild, context in
            try await settings.settings(of: guild, deadline: context.deadline) != nil
        }
        events = EventStore(database, queue: queue)
        runs = CountersUpdate.runs(on: database)
        starboard = Starboard(database, discord: discord, reconciler: reconciler)
        closing = SessionClosing(database: database, reconciler: reconciler)
        closing.register()
        deleteWhatIsLeftBehind(with: reconciler)
        reconciler.resumes(.channelCreation) { ChannelCreation(key: $0) }
    }

    package func stop() {
        runs.stop()
    }

    /// All operations, in the order of the documents.
    package var endpoints: [Endpoint] {
        moduleEndpoints + settingsEndpoints + counterEndpoints + updateEndpoints
            + starboardEndpoints + statisticEndpoints + [snapshotEndpoint] + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled, and the statistic on.
    func gate(_ toggle: Toggle? = nil) -> Endpoint.Gate {
        { [settings] guild, context in
            let found = try await settings.enabledSettings(of: guild, deadline: context.deadline)
            if let toggle, !found.toggles.isOn(toggle) { throw APIError.moduleDisabled }
        }
    }
}
