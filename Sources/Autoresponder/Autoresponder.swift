import Modules

/// The module Autoresponder: its endpoints, jobs and effects.
@LoopActor
package final class Autoresponder: BotModule {
    let module: Module
    let database: Database
    let discord: DiscordClient
    let reconciler: Reconciler
    let recorder: any StatisticRecorder
    let log: Log
    let guilds: GuildReader
    let triggerSets: TriggerSetCache

    /// The prefix of its paths, and its name in the documentation.
    static let root = "/modules/autoresponder"
    static let group = "autoresponder"

    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        let guilds = GuildReader(database)
        self.guilds = guilds
        module = Module(root: Self.root, name: Self.group, database: database) { guild, context in
            try await guilds.isEnabled(guild, deadline: context.deadline)
        }
        self.database = database
        self.discord = discord
        self.reconciler = reconciler
        self.recorder = recorder
        self.log = log
        triggerSets = TriggerSetCache(database)
        reconciler.resumes(.answer) { [log] in AnswerEffect(key: $0, log: log) }
        deleteWhatIsLeftBehind()
    }

    package var metrics: [any Metric] { triggerSets.metrics }

    /// All endpoints, in the order of the documentation.
    package var endpoints: [Endpoint] {
        moduleEndpoints + triggerEndpoints + [check] + responseEndpoints + privacyEndpoints
    }
}
