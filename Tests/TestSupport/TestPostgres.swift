import Glibc
import Postgres
import Synchronization

/// A private PostgreSQL server in a temporary folder; it ends with the test process, however that ends.
package final class TestPostgres: Sendable {
    /// How to reach the server, without a database's name: `postgresql:///%?…`.
    private let address: Address
    /// The shell that runs the server; nil if `KENNEL_TEST_PG` names a running one.
    private let watcher: PostgresWatcher?
    /// For what isn't done inside a test's database.
    let admin: SharedConnection
    let madeTemplate = Mutex<DatabaseTemplate?>(nil)
    /// Copies of the template that are clean again.
    let idleDatabases = Mutex<[String]>([])

    /// The server that the whole test process shares; started on first use.
    package static func shared() throws -> TestPostgres { try running.get() }

    private static let running = Result { () throws -> TestPostgres in
        guard let given = getenv("KENNEL_TEST_PG") else { return try TestPostgres() }
        atexit { try? TestPostgres.shared().dropDatabases() }
        return TestPostgres(running: String(cString: given))
    }

    /// Starts a server for one test that stops, freezes or fills it.
    ///
    /// - Parameters:
    ///   - listensOnTCP: listens on 127.0.0.1 besides its unix socket, and `url` names that.
    ///   - namespace: a network namespace in which the server listens instead.
    ///   - settings: lines of `postgresql.conf`.
    package init(
        listensOnTCP: Bool = false, in namespace: Namespace? = nil, settings: [String] = []
    ) throws {
        let watcher = try PostgresWatcher(
            listensOnTCP: listensOnTCP, namespace: namespace, settings: settings)
        self.watcher = watcher
        self.address = watcher.address
        self.admin = SharedConnection(url: address.url(database: "postgres"))
        try watcher.tell("start")
    }

    private init(running url: String) {
        self.watcher = nil
        self.address = Address(url: url)
        self.admin = SharedConnection(url: address.url(database: "postgres"))
    }

    /// The libpq URL of a database of this server.
    package func url(database: String = "postgres") -> String { address.url(database: database) }

    /// Starts the server again after `stop` or `crash`.
    package func start() throws { try watcher?.tell("start") }
    /// Shuts down cleanly, ending every session.
    package func stop() throws { try watcher?.tell("stop") }
    /// Crashes at once; the next start recovers from the WAL.
    package func crash() throws { try watcher?.tell("crash") }
    /// Stops every process of the server (SIGSTOP) until `thaw`.
    package func freeze() throws { try watcher?.tell("freeze") }
    package func thaw() throws { try watcher?.tell("thaw") }
}

extension TestPostgres {
    /// A libpq URL split around its database's name.
    struct Address: Sendable {
        private let beforeName: String
        private let afterName: String

        init(socketFolder: String) {
            beforeName = "postgresql:///"
            afterName = "?host=\(socketFolder)&user=postgres"
        }

        init(host: String, port: UInt16) {
            beforeName = "postgresql://postgres@\(host):\(port)/"
            afterName = ""
        }

        init(url: String) {
            let query = url.firstIndex(of: "?") ?? url.endIndex
            afterName = String(url[query...])
            let authority = url.prefix(upTo: query)
            let parts = authority.split(
                separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            beforeName = parts.prefix(3).joined(separator: "/") + "/"
        }

        func url(database: String) -> String { beforeName + database + afterName }
    }
}
