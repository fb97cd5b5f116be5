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
