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
package final class Autoresponder {
    let module: Module
    let database: Database
    let discord: DiscordClient
    let reconciler: Reconciler
    let recorder: any StatisticRecorder
    let log: Log
    let guilds: GuildReader
    package let triggerSets: TriggerSetCache

    /// What its paths begin with, and what it's called in the documentation.
    static let root = "/modules/autoresponder"
    static let group = "autoresponder"

    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        module = Module(root: Self.root, name: Self.group, database: database)
        self.database = database
        self.discord = discord
        self.reconciler = reconciler
        self.recorder = recorder
        self.log = log
        guilds = GuildReader(database)
        triggerSets = TriggerSetCache(database)
        reconciler.resumes(.answer) { [log] in AnswerEffect(key: $0, log: log) }
    }

    /// All operations, in the order of the documents.
    package var endpoints: [Endpoint] {
        moduleEndpoints + triggerEndpoints + [check] + responseEndpoints + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled.
    var gate: Endpoint.Gate {
        { [guilds] guild, context in
            guard try await guilds.isEnabled(guild, deadline: context.deadline) else {
                throw APIError.moduleDisabled
            }
        }
    }
}
