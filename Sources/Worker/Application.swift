import API
import Accounts
import Essentials
import EventLoop
import Postgres
import Serverstats

/// What this product offers: its modules and accounts, on one database.
@LoopActor
package final class Application {
    package let credentials: Credentials
    private let database: Database
    private let serverstats: Serverstats

    /// - Parameter queue: how many events may wait to be stored.
    package init(_ database: Database, queue: Int, log: Log) {
        self.database = database
        credentials = Credentials(database: database)
        serverstats = Serverstats(database, log: log, queue: queue)
    }

    /// Begins what runs in the background.
    package func start() {
        serverstats.start()
    }

    /// Begins no more work in the background.
    package func stop() {
        serverstats.stop()
    }

    /// Every endpoint on the API's address.
    package func endpoints(readiness: any ReadinessSource, version: String) -> [Endpoint] {
        OwnEndpoints.added(
            to: APIKeyEndpoints(database: database, credentials: credentials).all
                + serverstats.endpoints,
            readiness: readiness, version: version)
    }

    var families: [MetricsSnapshot.Family] {
        serverstats.events.families + serverstats.upkeep.families + credentials.families
    }
}
