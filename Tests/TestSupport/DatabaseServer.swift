import Glibc

/// A PostgreSQL server for one test, which may stop, kill or freeze it.
package final class DatabaseServer: Sendable {
    /// What programs need in their environment to reach the database `kennel`.
    package let environment: [String]
    private let folder: String
    private let port: Int
    private let namespace: Namespace?
    private let process = Locked<Subprocess?>(nil)

    /// - Parameter namespace: a network of its own that the server then listens in; without one, a unix socket.
    package init(in namespace: Namespace? = nil) throws {
        self.namespace = namespace
        folder = try temporaryFolder()
        port = 5432
        let host = namespace?.address ?? folder
        environment = [
            "DATABASE_URL=", "DATABASE_URL_FILE=", "PGHOST=\(host)", "PGPORT=\(port)",
            "PGUSER=kennel", "PGDATABASE=kennel",
        ]
        if getuid() == 0, let postgres = getpwnam("postgres") {
            chown(folder, postgres.pointee.pw_uid, postgres.pointee.pw_gid)
        }
        _ = try Subprocess.run(
            Self.asPostgres + [
                try Self.tool("initdb"), "-D", data, "-U", "kennel", "-E", "UTF8",
                "--locale=C.UTF-8", "--auth=trust", "--no-sync",
            ])
        if namespace != nil {
            try writeFile("\(data)/pg_hba.conf", "local all all trust\nhost all all all trust\n")
        }
        try start()
        _ = try query("CREATE DATABASE kennel", in: "postgres")
    }

    private var data: String { "\(folder)/data" }
    package var log: String { "\(folder)/log" }

    package func start() throws {
        let address = namespace == nil ? "" : "*"
        let command =
            (namespace?.enter ?? []) + Self.asPostgres + [
                try Self.tool("postgres"), "-D", data, "-k", folder, "-c",
                "listen_addresses=\(address)", "-c", "port=\(port)", "-c", "fsync=off",
                "-c", "max_connections=100",
            ]
        let server = try Subprocess(command, log: log)
        process.value = server
        try eventually("PostgreSQL answers", seconds: 60) {
            guard server.isRunning else {
                throw TestFailure("PostgreSQL ended: \(server.output)")
            }
            return (try? query("SELECT 1", in: "postgres")) == ["1"]
        }
    }

    /// Ends the server as a restart does: running statements are cut off, what is committed stays.
    package func stop() throws {
        process.value?.send(SIGINT)
        try process.value?.wait()
        process.value = nil
    }

    /// Stops every process of the server in the middle of whatever it does.
    package func freeze() { signalAll(SIGSTOP) }
    package func thaw() { signalAll(SIGCONT) }

    /// Stops the server for good and takes its files away.
    package func destroy() {
        thaw()
        process.value?.send(SIGQUIT)
        _ = try? process.value?.wait()
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }

    /// What a statement returns, a line per row, columns between `|`.
    package func query(_ sql: String, in database: String = "kennel") throws -> [String] {
        let arguments = [
            "psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", folder, "-p", "\(port)",
            "-U", "kennel", "-d", database, "-c", sql,
        ]
        return try Subprocess.run(arguments).split(separator: "\n").map(String.init)
    }

    private func signalAll(_ signal: Int32) {
        guard let server = process.value else { return }
        for pid in processes(under: server.pid) + [server.pid] { kill(pid, signal) }
    }

    /// PostgreSQL refuses to run as root.
    private static var asPostgres: [String] {
        guard getuid() == 0 else { return [] }
        return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
    }

    private static func tool(_ name: String) throws -> String {
        let versions = try Subprocess.run(["sh", "-c", "ls -d /usr/lib/postgresql/*/bin | sort -V"])
        guard let folder = versions.split(separator: "\n").last else {
            throw TestFailure("no PostgreSQL server in /usr/lib/postgresql")
        }
        return "\(folder)/\(name)"
    }
}
