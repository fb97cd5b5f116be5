import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct MigrationTests {
        @Test func `several migrators at once leave one migrated database`() throws {
            let database = try DatabaseServer()
            let cluster = try Cluster(database: database.environment)
            defer { cluster.destroy() }
            let folder = try temporaryFolder()
            let migrators = try (0..<3).map {
                try cluster.begin(["migrate"], log: "\(folder)/migrator-\($0)")
            }
            for migrator in migrators {
                #expect(try migrator.wait() == 0, "\(migrator.output)")
            }
            let files = try Subprocess.run(["ls", Cluster.migrations]).split(separator: "\n")
            let applied = try database.query("SELECT count(*) FROM schema_migrations")
            #expect(applied == ["\(files.count)"])
            _ = try Subprocess.run(["rm", "-rf", folder])
        }

        @Test func `on a database that a newer release migrated an older one migrates and serves`()
            throws
        {
            let database = try DatabaseServer()
            let cluster = try Cluster(database: database.environment)
            defer { cluster.destroy() }
            try cluster.run("migrate")
            _ = try database.query(
                "INSERT INTO schema_migrations (version, name, checksum) VALUES (9999, 'add_more', 'x')"
            )
            #expect(
                try cluster.run("migrate").contains(
                    "a newer release has applied 1 more, up to 9999_add_more.sql"))
            try cluster.launch()
            try cluster.awaitReadiness()
        }

        @Test func `on an unmigrated database it is not ready until somebody migrates it`() throws {
            let database = try DatabaseServer()
            let cluster = try Cluster(database: database.environment, workers: 2)
            defer { cluster.destroy() }
            try cluster.launch()
            try eventually("it lives") { cluster.status(cluster.port, "/livez") == 200 }
            #expect(cluster.status(cluster.port, "/readyz") == 503)
            try cluster.run("migrate")
            try cluster.awaitReadiness()
        }
    }
}
