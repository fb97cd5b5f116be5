import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Postgres

private let poolerProgram = "/usr/sbin/pgbouncer"

/// With a real pgbouncer in transaction mode before the server.
@Suite(.enabled(if: access(poolerProgram, X_OK) == 0, "pgbouncer isn't installed"))
struct PoolerTests {
    private func withPooler<Value: Sendable>(
        _ body: @escaping @LoopActor (Database) async throws -> Value
    ) async throws -> Value {
        try await withEmptyDatabase { url in
            let pooler = try Pooler(before: url)
            defer { pooler.stop() }
            var configuration = DatabaseConfiguration(shared: 2, hasPooler: true)
            configuration.url = pooler.url
            configuration.directURL = url
            return try await onStarted(configuration, body)
        }
    }

    @Test func `statements, errors between them and transactions work through a pooler`()
        async throws
    {
        try await withPooler { database in
            while !database.isReachable { await sleep(for: .milliseconds(20)) }
            _ = try await database.run(ProbeSQL.createThings, deadline: farDeadline)
            let results = await concurrently(100) { index throws(DatabaseError) in
                try await database.run(
                    ProbeSQL.divide, [.int8(index % 5 == 0 ? 0 : 1)], deadline: farDeadline)[0]
                    .int(0)
            }
            for (index, result) in results.enumerated() {
                if index % 5 == 0 {
                    #expect(result.error?.sqlState?.rawValue == "22012")
                } else {
                    #expect(result == .success(1))
                }
            }
            try await database.transaction(deadline: farDeadline) { transaction in
                _ = try await transaction.run(ProbeSQL.insertThing, [.int8(1)])
                let inside = try await transaction.run(ProbeSQL.countThings)
                #expect(inside[0].int(0) == 1)
            }
            let together = try await database.runTogether(
                [
                    BoundStatement(ProbeSQL.insertThing, [.int8(2)]),
                    BoundStatement(ProbeSQL.countThings),
                ], deadline: farDeadline)
            #expect(together[0].int(0) == 2)
        }
    }
}

/// A private pgbouncer on a unix socket.
private final class Pooler: Sendable {
    let url: String
    private let folder: String
    private let process: Subprocess

    init(before serverURL: String) throws {
        folder = try temporaryFolder()
        chmod(folder, 0o777)
        let server = try ConnectionParameters(
            url: serverURL, limits: SessionLimits(), usesTransactionPooler: false)
        let host = try #require(server.hosts.first)
        let place = [
            "host=\(host.name ?? "/var/run/postgresql")", "port=\(host.port ?? "5432")",
            "user=\(server.keywords["user"] ?? "postgres")",
            "dbname=\(server.keywords["dbname"] ?? "postgres")",
        ]
        let settings = """
            [databases]
            pooled = \(place.joined(separator: " "))
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
        // It won't run as root, and mustn't outlive a test process that dies.
        let asPostgres = geteuid() == 0 ? ["runuser", "-u", "postgres", "--"] : []
        process = try Subprocess(
            ["timeout", "300"] + asPostgres + [poolerProgram, "-q", file],
            log: folder + "/log")
    }

    func stop() {
        process.send(SIGTERM)
        _ = try? process.wait()
        _ = try? Subprocess.run(["rm", "-rf", folder])
    }
}
