import Modules

/// The module Reactionroles: its endpoints, jobs and effects.
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

    /// The prefix of its paths, and its name in the documentation.
    nonisolated static let root = "/modules/reactionroles"
    nonisolated static let group = "reactionroles"
    /// The locks that serialize changes of a guild's panels and grants.
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

    /// All endpoints, in the order of the documentation.
    package var endpoints: [Endpoint] {
        moduleEndpoints + panelEndpoints + entryEndpoints + checkEndpoints + privacyEndpoints
    }

    /// Checked before a request's field limits are reported: the module must be enabled, and the named panel exist.
    var gate: Endpoint.Gate {
        { [reader, module] guild, context in
            guard let panel = context.pathID else { return try await module.gate(guild, context) }
            _ = try await reader.panel(PanelID.read(panel), of: guild, deadline: context.deadline)
        }
    }

    /// The wait for other changes of the same panel or member; the calls to Discord afterwards have their own limit.
    static let lockPatience = Duration.seconds(12)

    /// Changes an existing panel; 800 or 404 if there is none.
    func change<Edit: PanelEdit>(
        _ text: String, of guild: Snowflake, _ context: RequestContext, by edit: Edit
    ) async throws -> Edit.Value {
        // Fail early, before waiting for the lock.
        let seen = try await reader.panel(
            PanelID.read(text), of: guild, deadline: context.deadline)
        let key = EffectKey(.panel, in: guild, subject: seen.panel.id)
        return try await reconciler.run(
            PanelEffect(key: key, edit: edit), discord.acting(for: context),
            patience: context.arrival + Self.lockPatience)
    }
}
