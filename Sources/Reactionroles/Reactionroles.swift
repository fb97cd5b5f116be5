import API
import Discord
import Essentials
import EventLoop
import Postgres

/// The module: its endpoints, and what runs in the background for them.
@LoopActor
package final class Reactionroles {
    let database: Database
    let discord: DiscordClient
    let recorder: any StatisticRecorder
    let log: Log
    let reader: PanelReader
    let guildRoles = GuildRoles()
    let reactors = PanelSync.Reactors()
    package let upkeep: ReactionroleUpkeep

    /// What its paths begin with, and what it's called in the documentation.
    nonisolated static let root = "/modules/reactionroles"
    nonisolated static let group = "reactionroles"
    nonisolated static let panelParameter = "reactionrole_panel_id"
    nonisolated static let entryParameter = "reactionrole_entry_id"

    package init(
        _ database: Database, discord: DiscordClient, recorder: any StatisticRecorder, log: Log
    ) {
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
        reader = PanelReader(database: database)
        upkeep = ReactionroleUpkeep(database, discord: discord, log: log)
    }

    /// Begins what runs in the background.
    package func start() {
        upkeep.start()
    }

    package func stop() {
        upkeep.stop()
    }

    /// All operations, in the order of the documents.
    package var endpoints: [Endpoint] {
        moduleEndpoints + panelEndpoints + entryEndpoints + checkEndpoints + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled, and that the panel it names exists.
    var gate: Endpoint.Gate {
        { [reader] guild, call in
            guard let panel = call.pathID else {
                return try await reader.requireEnabled(guild, deadline: call.deadline)
            }
            _ = try await reader.panel(PanelID.read(panel), of: guild, deadline: call.deadline)
        }
    }

    /// Stores a statistic of the module's own.
    func record(_ statistic: String, in guild: Snowflake, _ call: Call) async {
        var event = RecordedEvent("modules/reactionroles/\(statistic)", in: guild)
        if case .user(let user, _) = call.caller { event.user = user }
        await recorder.record(event, arrival: call.arrival)
    }
}
