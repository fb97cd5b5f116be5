import Modules

/// The module Serverstats: its endpoints, jobs and effects.
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
    /// The runs of `counters/update`.
    let runs: JobRuns
    let refreshes = RefreshMetrics()

    /// The prefix of its paths, and its name in the documentation.
    static let root = "/modules/serverstats"
    static let group = "serverstats"
    /// The locks that serialize changes of a guild's settings and sessions.
    static let lock = GuildLock(of: group)

    /// - Parameter queue: the number of events that may be queued or in flight.
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

    package var metrics: [any Metric] {
        events.metrics + refreshes.all + starboard.metrics.all
    }

    /// All endpoints, in the order of the documentation.
    package var endpoints: [Endpoint] {
        moduleEndpoints + settingsEndpoints + counterEndpoints + updateEndpoints
            + starboardEndpoints + statisticEndpoints + [snapshotEndpoint, batchEndpoint]
            + privacyEndpoints
    }

    /// Checked before a request's field limits are reported: the module must be enabled, and the statistic's toggle on.
    func gate(_ toggle: Toggle? = nil) -> Endpoint.Gate {
        { [settings] guild, context in
            let found = try await settings.enabledSettings(of: guild, deadline: context.deadline)
            if let toggle, !found.toggles.isOn(toggle) { throw APIError.moduleDisabled }
        }
    }
}
