import Glibc
import Postgres

/// A private pgbouncer in transaction mode on a unix socket.
package final class Pooler: Sendable {
    package let url: String
    private let folder: String
    private let process: Subprocess

    private static let program = "/usr/sbin/pgbouncer"
    package static let isInstalled = access(program, X_OK) == 0

    /// - Parameter serverURL: the database behind it.
    package init(before serverURL: String) throws {
        let server = try SynchronousDatabase(url: serverURL)
        let user = try server.run(OwnSQL.user).first?.string(0) ?? ""
        let place = "host=\(server.host) port=\(server.port) user=\(user) dbname=\(server.name)"
        folder = try temporaryFolder()
        chmod(folder, 0o777)
        let settings = """
            [databases]
            pooled = \(place)
            [pgbouncer]
            unix_socket_dir = \(folder)
            listen_port = 6432
            auth_type = any
            pool_mode = transaction
            default_pool_size = 2
            """
        let file = folder + "/pgbouncer.ini"
        try writeFile(file, settings)
        url = "postgres://postgres@/pooled?host=\(folder)&port=6432"
        // It refuses to run as root, and must not outlive a test process that dies.
        let asPostgres = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []
        process = try Subprocess(
            ["timeout", "300"] + asPostgres + [Self.program, "-q", file],
            log: folder + "/log")
    }

    private enum OwnSQL: String, SQL {
        case user = "SELECT current_user::text"
    }

    package func stop() {
        process.send(SIGTERM)
        _ = try? process.wait()
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }
}
