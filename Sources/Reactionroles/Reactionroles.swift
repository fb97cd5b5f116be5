import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// The module: its endpoints, and what runs in the background for them.
@LoopActor
package final class Reactionroles {
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
    nonisolated static let panelParameter = "reactionrole_panel_id"
    nonisolated static let entryParameter = "reactionrole_entry_id"

    package init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        module = Module(root: Self.root, name: Self.group, database: database)
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
        reader = PanelReader(database: database)
        self.reconciler = reconciler
        reconciler.resumes(.panel) { PanelEffect(key: $0, edit: PanelRepair()) }
        reconciler.resumes(.memberRoles) { key in
            Snowflake(rawValue: key.subject).map {
                MemberRoles(guild: key.guild, member: $0, panel: key.part)
            }
        }
        Chores(database: database, discord: discord, reconciler: reconciler).register()
    }

    /// All operations, in the order of the documents.
    package var endpoints: [Endpoint] {
        moduleEndpoints + panelEndpoints + entryEndpoints + checkEndpoints + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled, and that the panel it names exists.
    var gate: Endpoint.Gate {
        { [reader] guild, context in
            guard let panel = context.pathID else {
                return try await reader.requireEnabled(guild, deadline: context.deadline)
            }
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

    /// Stores a statistic of the module's own.
    func record(_ statistic: String, in guild: Snowflake, _ context: RequestContext) async {
        var event = RecordedEvent("modules/reactionroles/\(statistic)", in: guild)
        if case .user(let user, _) = context.caller { event.user = user }
        await recorder.record(event, arrival: context.arrival)
    }
}
