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

        @Test
        func `the next release migrates and runs beside this one under load, and goes again`()
            throws
        {
            try World.with(workers: 2) { world in
                try world.enable(guild: 1)
                let folder = try temporaryFolder()
                defer { _ = try? Subprocess.run(["rm", "-rf", folder]) }
                _ = try Subprocess.run(["cp", "-r", Cluster.migrations, folder])
                try writeFile(
                    "\(folder)/migrations/9000_add_more.sql",
                    """
                    CREATE TABLE more (guild_id bigint PRIMARY KEY);
                    ALTER TABLE serverstats_settings ADD COLUMN more text;
                    """)
                let next = try Cluster(
                    database: world.database.environment, workers: 2,
                    settings: ["KENNEL_MIGRATIONS=\(folder)/migrations"])
                defer { next.destroy() }
                let old = Load(world, clients: 8, guilds: [1])
                try old.awaitAnswers(100)
                #expect(throws: (any Error).self) {
                    try world.cluster.run(
                        "migrate", "--check", "--migrations", folder + "/migrations")
                }
                try next.run("migrate")
                try old.awaitAnswers(100)
                try next.start()
                let there = World(database: world.database, cluster: next, token: world.token)
                let new = Load(there, clients: 8, guilds: [1], first: 100)
                try new.awaitAnswers(100)
                try old.awaitAnswers(100)
                // The way back: the new one goes, under load, and the old one has served on.
                new.stopReconnecting()
                next.signal(SIGTERM)
                #expect(try next.awaitEnd() == 0)
                try old.awaitAnswers(100)
                let events = try old.finish() + new.finish()
                let ledger = Ledger(events: events, stored: try world.storedMessages())
                ledger.expectExactness()
                #expect(ledger.unanswered.isEmpty)
                #expect(Set(ledger.statuses.keys) == [200])
            }
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
