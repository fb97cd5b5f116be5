import API
import Discord
import Essentials
import EventLoop
import Jobs
import Postgres

/// The module: its endpoints, and what runs in the background for them.
@LoopActor
package final class InviteTracker {
    let database: Database
    let discord: DiscordClient
    let recorder: any StatisticRecorder
    let log: Log

    package init(
        _ database: Database, discord: DiscordClient, recorder: any StatisticRecorder, log: Log
    ) {
        self.database = database
        self.discord = discord
        self.recorder = recorder
        self.log = log
    }

    package var endpoints: [Endpoint] { [] }

    package var jobs: [JobDefinition] { [] }
}
