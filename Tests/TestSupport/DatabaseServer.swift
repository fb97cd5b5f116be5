/// A PostgreSQL server for one test of a cluster, with an empty database. Tests read it with psql, so that a bug of the
/// product can't hide itself.
package final class DatabaseServer: Sendable {
    /// The server, which the test stops, starts and freezes.
    package let server: TestPostgres
    private let url: String

    /// - Parameter namespace: a network of its own that the server then listens in; without one, a unix socket.
    package init(in namespace: Namespace? = nil) throws {
        server = try TestPostgres(in: namespace)
        url = server.url(database: "kennel")
        _ = try Self.query("CREATE DATABASE kennel", server.url())
    }

    /// The environment variables with which programs reach the database.
    package var environment: [String] { ["DATABASE_URL=\(url)", "DATABASE_URL_FILE="] }

    /// The same for another role.
    package func environment(as role: String) -> [String] {
        ["DATABASE_URL=\(url(as: role))", "DATABASE_URL_FILE="]
    }

    private func url(as role: String) -> String { "\(url)&user=\(role)" }

    /// What a statement returns to another role.
    package func query(_ sql: String, as role: String) throws -> [String] {
        try Self.query(sql, url(as: role))
    }

    /// What a statement returns, a line per row, columns between `|`.
    package func query(_ sql: String) throws -> [String] { try Self.query(sql, url) }

    private static func query(_ sql: String, _ url: String) throws -> [String] {
        let psql = ["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", sql]
        return try Subprocess.run(psql).split(separator: "\n").map(String.init)
    }
}
