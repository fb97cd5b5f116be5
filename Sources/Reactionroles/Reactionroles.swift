import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// The module: its endpoints, and what runs in the background for them.
@LoopActor
package final class Reactionroles: BotModule {
    let module: Module
    let database: Database
    let discord: DiscordClient
    let recorder: any StatisticRecorder
    let log: Log
    let reader: PanelReader
    let guildRoles = GuildRoles()
    let reactors = PanelSync.Reactors()
    let reconciler: Reconciler

    /// What its paths begin with, and what it's called in the documentation.
    nonisolated static let root = "/modules/reactionroles"
    nonisolated static let group = "reactionroles"
    /// By which what stands in a guild, and who gets its roles, change one after the other.
    nonisolated static let lock = GuildLock(of: group)
    nonisolated static let panelParameter = "reactionrole_panel_id"
    nonisolated static let entryParameter = "reactionrole_entry_id"

    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        let reader = PanelReader(database: database)
        self.reader = reader
        module = Module(
            root: Self.root, name: Self.group, lock: Self.lock, database: database
        ) { guild, context in try await reader.isEnabled(guild, deadline: context.deadline) }
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
        self.reconciler = reconciler
        completeWhatIsLeft()
    }

    /// All operations, in the order of the documents.
    package var endpoints: [Endpoint] {
        moduleEndpoints + panelEndpoints + entryEndpoints + checkEndpoints + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled, and that the panel it names exists.
    var gate: Endpoint.Gate {
        { [reader, module] guild, context in
            guard let panel = context.pathID else { return try await module.gate(guild, context) }
            _ = try await reader.panel(PanelID.read(panel), of: guild, deadline: context.deadline)
        }
    }

    /// How long a change waits for others of the same panel or member: what Discord is asked afterwards has its own limit.
    static let lockPatience = Duration.seconds(12)

    /// Makes a change of a panel that stands; 800 or 404 where there's none.
    func change<Edit: PanelEdit>(
        _ text: String, of guild: Snowflake, _ context: RequestContext, by edit: Edit
    ) async throws -> Edit.Value {
        // Told before anybody waits.
        let seen = try await reader.panel(
            PanelID.read(text), of: guild, deadline: context.deadline)
        let key = EffectKey(.panel, in: guild, subject: seen.panel.id)
        return try await reconciler.run(
            PanelEffect(key: key, edit: edit), discord.acting(for: context),
            patience: context.arrival + Self.lockPatience)
    }

    var soon: Instant { Instant.now() + RequestContext.timeLimit }
}
