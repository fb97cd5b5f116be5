import Postgres
import TestSupport
import Testing

@Suite struct MigratorTests {
    @Test func `a database gets the files in their order, each once`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0002_add_column.sql", "ALTER TABLE dogs ADD COLUMN name text;")
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint PRIMARY KEY);")
            try folder.write("0010_fill_dogs.sql", "INSERT INTO dogs VALUES (1, 'Rex');")
            let database = try SynchronousDatabase(url: url)
            var applied: [String] = []
            try Migrator(folder: folder.path).migrate(database) { applied.append($0.fileName) }
            #expect(
                applied == ["0001_create_dogs.sql", "0002_add_column.sql", "0010_fill_dogs.sql"])
            try Migrator(folder: folder.path).migrate(database) { applied.append($0.fileName) }
            #expect(applied.count == 3)
            #expect(try database.run(TestSQL.readDogs).map { $0.string(1) } == ["Rex"])
        }
    }

    @Test func `a dry run tells what is missing and changes nothing`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint PRIMARY KEY);")
            try folder.write("0002_add_column.sql", "ALTER TABLE dogs ADD COLUMN name text;")
            let database = try SynchronousDatabase(url: url)
            let migrator = try Migrator(folder: folder.path)
            #expect(try migrator.pending(in: database).map(\.version) == [1, 2])
            #expect(try database.run(TestSQL.countTables).first?.int(0) == 0)
            try migrator.migrate(database)
            #expect(try migrator.pending(in: database).isEmpty)
        }
    }

    @Test func `a changed file is refused by name`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
            let database = try SynchronousDatabase(url: url)
            try Migrator(folder: folder.path).migrate(database)
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint );")
            let message = refusal(folder, database)
            #expect(message.contains("0001_create_dogs.sql was changed after it was applied"))
        }
    }

    @Test func `a missing file is refused by name`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
            try folder.write("0002_create_cats.sql", "CREATE TABLE cats (id bigint);")
            let database = try SynchronousDatabase(url: url)
            try Migrator(folder: folder.path).migrate(database)
            try folder.remove("0001_create_dogs.sql")
            let message = refusal(folder, database)
            #expect(message.contains("0001_create_dogs.sql was applied to this database, but"))
        }
    }

    @Test func `what a newer release applied keeps no older one from migrating`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
            try folder.write("0002_create_cats.sql", "CREATE TABLE cats (id bigint);")
            let database = try SynchronousDatabase(url: url)
            try Migrator(folder: folder.path).migrate(database)
            try folder.remove("0002_create_cats.sql")
            let old = try Migrator(folder: folder.path)
            try old.migrate(database)
            #expect(try old.pending(in: database).isEmpty)
            #expect(try old.newer(in: database) == ["0002_create_cats.sql"])
        }
    }

    @Test func `a file that comes before one already applied is refused`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0003_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
            let database = try SynchronousDatabase(url: url)
            try Migrator(folder: folder.path).migrate(database)
            try folder.write("0002_create_cats.sql", "CREATE TABLE cats (id bigint);")
            #expect(refusal(folder, database).contains("0002_create_cats.sql isn't applied"))
        }
    }

    @Test func `a failing file is rolled back whole, and those before it stand`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
            try folder.write(
                "0002_create_cats.sql",
                """
                CREATE TABLE cats (id bigint);
                INSERT INTO dogs VALUES (1);
                INSERT INTO mice VALUES (1);
                """)
            let database = try SynchronousDatabase(url: url)
            let message = refusal(folder, database)
            #expect(message.contains("0002_create_cats.sql failed: line 3: relation \"mice\""))
            #expect(try database.run(TestSQL.countDogs).first?.int(0) == 0)
            #expect(try Migrator(folder: folder.path).pending(in: database).map(\.version) == [2])
            try folder.write("0002_create_cats.sql", "CREATE TABLE cats (id bigint);")
            try Migrator(folder: folder.path).migrate(database)
        }
    }

    @Test func `a file that ends its transaction is refused`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint); COMMIT;")
            let database = try SynchronousDatabase(url: url)
            #expect(refusal(folder, database).contains("must not hold BEGIN, COMMIT"))
        }
    }

    @Test func `of migrators started at once each file is applied by one`() async throws {
        try await withEmptyDatabase { url in
            let folder = try MigrationsFolder()
            for number in 1...9 {
                try folder.write(
                    "000\(number)_create_t.sql",
                    "CREATE TABLE t\(number) (id bigint); SELECT pg_sleep(0.01);")
            }
            let path = folder.path
            let applied = try await withThrowingTaskGroup(of: [Int32].self) { group in
                for _ in 1...4 {
                    group.addTask {
                        var versions: [Int32] = []
                        let database = try SynchronousDatabase(url: url)
                        try Migrator(folder: path).migrate(database) { versions.append($0.version) }
                        return versions
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Array(1...9))
        }
    }

    @Test func `folders that can't be migrations are refused`() throws {
        let folder = try MigrationsFolder()
        #expect(throws: MigrationError.self) { try Migrator(folder: folder.path) }
        try folder.write("0001_create_dogs.sql", "")
        try folder.write("README.md", "")
        #expect(try Migrator(folder: folder.path).expectedVersion == 1)
        for name in ["1_create.sql", "0002-create.sql", "0002_Create.sql", "0002_.sql", "x.sql"] {
            try folder.write(name, "")
            #expect(throws: MigrationError.self) { try Migrator(folder: folder.path) }
            try folder.remove(name)
        }
        try folder.write("0001_create_cats.sql", "")
        #expect(throws: MigrationError.self) { try Migrator(folder: folder.path) }
    }

    @Test func `a running database tells whether it has every migration`() async throws {
        let folder = try MigrationsFolder()
        try folder.write("0001_create_dogs.sql", "CREATE TABLE dogs (id bigint);")
        let one = try Migrator(folder: folder.path)
        try folder.write("0002_create_cats.sql", "CREATE TABLE cats (id bigint);")
        let both = try Migrator(folder: folder.path)
        try await withStartedDatabase { database in
            #expect(try await !one.isMigrated(database, deadline: farDeadline))
            try one.migrate(SynchronousDatabase(url: database.configuration.url))
            #expect(try await one.isMigrated(database, deadline: farDeadline))
            #expect(try await !both.isMigrated(database, deadline: farDeadline))
            try both.migrate(SynchronousDatabase(url: database.configuration.url))
            #expect(try await one.isMigrated(database, deadline: farDeadline))
        }
    }

    @Test func `the repository's own migrations apply`() async throws {
        try await withDatabase { url in
            let migrator = try Migrator(folder: TestPostgres.migrationsFolder)
            #expect(try migrator.pending(in: SynchronousDatabase(url: url)).isEmpty)
        }
    }

    private func refusal(
        _ folder: MigrationsFolder, _ database: SynchronousDatabase
    ) -> String {
        do throws(MigrationError) {
            try Migrator(folder: folder.path).migrate(database)
            return "not refused"
        } catch {
            return error.description
        }
    }
}

private enum TestSQL: String, SQL {
    case readDogs = "SELECT id, name FROM dogs"
    case countDogs = "SELECT count(*) FROM dogs"
    case countTables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
}
