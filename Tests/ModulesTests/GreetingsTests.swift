import API
import Essentials
import EventLoop
import Jobs
import Modules
import Postgres
import TestSupport
import Testing

/// The example of ARCHITECTURE.md is a module that works.
@Suite struct GreetingsTests {
    private static let table = """
        CREATE TABLE greetings (
            guild_id bigint PRIMARY KEY,
            greeting text NOT NULL DEFAULT 'Hello!',
            set_at timestamptz NOT NULL DEFAULT now()
        )
        """
    private static let guild: Int64 = 1_000_000_000_000_000_001

    @Test func `a module of one file has its whole life, and old rows expire`() async throws {
        try await withDatabase { url in
            try SynchronousDatabase(url: url).execute(script: Self.table)
            try await onLoop {
                try await Self.live(
                    on: Database(configuration: .patient(url)), url)
            }
        }
    }

    @LoopActor
    private static func live(on database: Database, _ url: String) async throws {
        database.start()
        defer { database.stop() }
        let module = Greetings(database)
        let api = InMemoryAPI(module.endpoints)
        func ask(_ method: String, _ path: String, _ fields: String = "") async throws -> Int {
            try await api.ask(
                method, "/modules/greetings/\(path)", "{\"guild_id\":\(guild)\(fields)}"
            ).status
        }
        let greeting = #","greeting":"Moin""#
        #expect(try await ask("PUT", "greeting", greeting) == 409)
        #expect(try await ask("POST", "enable") == 200)
        #expect(try await ask("POST", "enable") == 409)
        #expect(try await ask("PUT", "greeting", greeting) == 200)
        #expect(try await ask("PUT", "greeting") == 400)
        let rows = "SELECT count(*) FROM greetings WHERE greeting = 'Moin'"
        let direct = try SynchronousDatabase(url: url)
        #expect(try direct.run(TestSQL(rows))[0].int64(0) == 1)

        try direct.execute(script: "UPDATE greetings SET set_at = now() - interval '2 years'")
        let runner = JobRunner(
            database: database, jobs: module.jobs, worker: "test", log: .silent,
            interval: .milliseconds(20))
        runner.start()
        while try direct.run(TestSQL(rows))[0].int64(0) > 0 { await sleep(for: .milliseconds(10)) }
        await runner.stop()
        #expect(try await ask("POST", "disable") == 409)
    }

    @Test func `ARCHITECTURE shows this very module`() throws {
        let file = readFile("\(Cluster.tree)/Tests/ModulesTests/Greetings.swift")
        let page = readFile("\(Cluster.tree)/ARCHITECTURE.md")
        #expect(page.contains("```swift\n\(file)```"))
    }
}
