import API
import Discord
import Essentials
import EventLoop
import Postgres

/// The module: who invited whom.
@LoopActor
package final class InviteTracker {
    let database: Database
    let discord: DiscordClient
    let recorder: any StatisticRecorder
    let log: Log
    let settings: SettingsStore
    let desk: InviteDesk
    let joins: JoinDesk
    let announcer: Announcer

    /// What its paths begin with, and what it's called in the documentation.
    static let root = "/modules/invite-tracker"
    static let group = "invite-tracker"

    package init(
        _ database: Database, discord: DiscordClient, recorder: any StatisticRecorder, log: Log
    ) {
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
        settings = SettingsStore(database: database)
        desk = InviteDesk(database: database, discord: discord)
        joins = JoinDesk(database: database, invites: desk)
        announcer = Announcer(database: database, log: log)
    }

    /// All operations, in the order of the document, and the leaderboard.
    package var endpoints: [Endpoint] {
        moduleEndpoints + settingsEndpoints + linkEndpoints + useEndpoints + eventEndpoints
            + privacyEndpoints
    }

    /// What precedes the limits of a request: that the module is enabled.
    var gate: Endpoint.Gate {
        { [settings] guild, call in
            _ = try await settings.enabled(guild, deadline: call.deadline)
        }
    }
}
