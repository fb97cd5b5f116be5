import Glibc

/// A running `kennel serve` as real processes: a supervisor and its workers.
package final class Cluster: Sendable {
    package let port: UInt16
    package let adminPort: UInt16
    private let folder: String
    private let environment: [String]
    private let workerCount: Int
    private let supervisor = Locked<Subprocess?>(nil)

    /// The binary that `deploy/test` built; without it, the one beside the tests.
    package static let binary: String = {
        if let path = getenv("KENNEL_TEST_BINARY") { return String(cString: path) }
        let folders = CommandLine.arguments[0].split(
            separator: "/", omittingEmptySubsequences: false)
        let beside = folders.firstIndex { $0.hasSuffix(".xctest") } ?? folders.count - 1
        return folders[..<beside].joined(separator: "/") + "/kennel"
    }()

    /// - Parameters:
    ///   - database: what the programs need to find it (`DatabaseServer.environment`).
    ///   - settings: more `KENNEL_…=` entries.
    package init(database: [String], workers: Int = 3, settings: [String] = []) throws {
        folder = try temporaryFolder()
        workerCount = workers
        port = try freePort()
        adminPort = try freePort()
        environment =
            database + [
                "KENNEL_HOST=127.0.0.1", "KENNEL_PORT=\(port)", "KENNEL_ADMIN_PORT=\(adminPort)",
                "KENNEL_WORKERS=\(workers)", "KENNEL_HOME=\(folder)/home",
                "KENNEL_DRAIN_DELAY=1", "KENNEL_MIGRATIONS=\(Self.migrations)",
            ] + settings
    }

    /// The repository's root folder.
    package static let migrations = tree + "/migrations"
    package static let tree = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    package var log: String { readFile("\(folder)/log") }
    package var pid: pid_t { supervisor.value?.pid ?? 0 }
    package var isRunning: Bool { supervisor.value?.isRunning ?? false }

    /// The workers' process ids, by slot.
    package var workers: [pid_t] {
        processes(under: pid).filter { commandLine(of: $0).hasPrefix("kennel worker") }
    }

    /// Starts it without waiting for anything.
    package func launch() throws {
        supervisor.value = try Subprocess(
            [Self.binary, "serve"], environment: environment, log: "\(folder)/log")
    }

    /// Starts it and waits until every worker is ready.
    package func start() throws {
        try launch()
        try awaitReadiness()
    }

    package func awaitReadiness(seconds: Int = 60) throws {
        try eventually("the cluster is ready; its log: \(log)", seconds: seconds) {
            guard isRunning else { throw TestFailure("kennel serve ended: \(log)") }
            return workers.count == workerCount && status(adminPort, "/readyz") == 200
                && servingWorkers == workerCount
        }
    }

    /// How many workers accept connections, from the metrics.
    private var servingWorkers: Int {
        guard let client = try? HTTPClient(port: adminPort),
            let page = try? client.send("GET", "/metrics").text
        else { return 0 }
        let line = page.split(separator: "\n").first { $0.hasPrefix("kennel_workers_serving ") }
        return line.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
    }

    /// The status of a GET without credentials; nil without an answer.
    package func status(_ port: UInt16, _ path: String) -> Int? {
        guard let client = try? HTTPClient(port: port) else { return nil }
        return try? client.send("GET", path).status
    }

    package func connect() throws(HTTPClient.Failure) -> HTTPClient { try HTTPClient(port: port) }

    /// A connection to a certain worker: opens connections until one is served by it.
    package func connect(to worker: pid_t) throws -> HTTPClient {
        try eventually("a connection to worker \(worker)") {
            let client = try connect()
            _ = try client.send("GET", "/livez")
            return self.worker(serving: client) == worker ? client : nil
        }
    }

    /// Which worker holds a connection.
    package func worker(serving client: HTTPClient) -> pid_t? {
        owner(ofConnectionFrom: client.localPort, to: port, among: workers)
    }

    package func signal(_ signal: Int32) { supervisor.value?.send(signal) }

    /// Waits until the supervisor has ended and returns its status.
    @discardableResult
    package func awaitEnd(seconds: Int = 60) throws -> Int32 {
        guard let supervisor = supervisor.value else { throw TestFailure("never started") }
        return try supervisor.wait(seconds: seconds)
    }

    /// Ends every process and deletes the files.
    package func destroy() {
        let all = processes(under: pid)
        supervisor.value?.destroy()
        for worker in all where commandLine(of: worker).hasPrefix("kennel") {
            kill(worker, SIGKILL)
        }
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }

    /// Runs another command of the binary and returns its output.
    @discardableResult
    package func run(_ arguments: String...) throws -> String {
        try Subprocess.run([Self.binary] + arguments, environment: environment)
    }

    /// Starts another command of the binary.
    package func begin(_ arguments: [String], log: String) throws -> Subprocess {
        try Subprocess([Self.binary] + arguments, environment: environment, log: log)
    }
}
