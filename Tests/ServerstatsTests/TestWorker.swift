import API
import Discord
import Effects
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport

@testable import Serverstats

/// A worker as far as the module needs one: its own connections to a test's database, and the API in memory.
@LoopActor
final class TestWorker {
    let database: Database
    let module: Serverstats
    let reconciler: Reconciler
    let api: InMemoryAPI

    /// - Parameter discord: nil for a worker without a bot.
    init(_ url: String, discord: DiscordClient? = nil) throws {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        database = try Database(configuration: configuration)
        let discord = discord ?? DiscordClient(log: .silent)
        reconciler = Reconciler(database, discord: discord, log: .silent)
        module = Serverstats(
            database, discord: discord, reconciler: reconciler, log: .silent, queue: 20_000)
        api = InMemoryAPI(module.endpoints)
        database.start()
    }

    func stop() {
        module.stop()
        database.stop()
    }

    nonisolated static let guild: Int64 = 1_000_000_000_000_000_001

    /// Everything on.
    static let allOn = settings(on: Toggle.allCases)

    /// The body of a PUT of the settings.
    static func settings(
        of guild: Int64 = TestWorker.guild, on toggles: [Toggle], more: String = ""
    ) -> String {
        let fields = Toggle.allCases.map { "\"\($0.field)\":\(toggles.contains($0))" }
        let category = toggles.contains(.counters) ? "5" : "null"
        let channel = toggles.contains(.starboard) ? #""6""# : "null"
        return """
            {"guild_id":\(guild),"counters_category_id":\(category),"starboard_channel":\(channel),\
            "starboard_count":3,
            \(fields.joined(separator: ","))\(more)}
            """
    }

    /// Asks for a path of the module, with the guild.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ fields: String = "", guild: Int64 = TestWorker.guild,
        token: String = "service", headers: [String] = [], arrival: Instant = .now()
    ) async throws -> InMemoryAnswer {
        let root = "/modules/serverstats/\(path)"
        if method == "GET" {
            let query = fields.isEmpty ? "" : "&\(fields)"
            return try await api.ask(
                method, "\(root)?guild_id=\(guild)\(query)", token: token, headers: headers,
                arrival: arrival)
        }
        let more = fields.isEmpty ? "" : ",\(fields)"
        return try await api.ask(
            method, root, "{\"guild_id\":\(guild)\(more)}", token: token, headers: headers,
            arrival: arrival)
    }

    func enable(guild: Int64 = TestWorker.guild, on toggles: [Toggle] = Toggle.allCases)
        async throws
    {
        try await ask("POST", "enable", guild: guild)
        try await put(Self.settings(of: guild, on: toggles))
    }

    @discardableResult
    func put(_ settings: String) async throws -> InMemoryAnswer {
        try await api.ask("PUT", "/modules/serverstats/settings", settings)
    }

    /// The rows that a GET shows.
    func rows(
        _ path: String, _ fields: String = "", guild: Int64 = TestWorker.guild
    ) async throws -> [[String: String]] {
        let answer = try await ask("GET", "stats/\(path)", fields, guild: guild)
        guard let stats = answer.data?.member("stats" as StaticString), answer.failure == nil else {
            throw TestFailure("\(answer.status) \(answer.said)")
        }
        return stats.elements.map { row in
            row.members.reduce(into: [String: String]()) { fields, member in
                let (name, value) = member
                fields[name.string() ?? ""] =
                    value.string() ?? value.double().map { "\($0)" } ?? "null"
            }
        }
    }
}

/// Runs a body with a database of its own and workers on it.
func withWorkers<Value: Sendable>(
    _ count: Int, options: String = "",
    prepare: @Sendable (SynchronousDatabase) throws -> Void = { _ in },
    _ body: @escaping @Sendable @LoopActor ([TestWorker], TestDatabase) async throws -> Value
) async throws -> Value {
    try await Turnstile.shared.pass {
        try await withDatabase { url in
            try prepare(SynchronousDatabase(url: url))
            return try await onLoop {
                let workers = try (0..<count).map { _ in try TestWorker(url + options) }
                defer { for worker in workers { worker.stop() } }
                return try await body(workers, TestDatabase(url: url))
            }
        }
    }
}

func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable @LoopActor (TestWorker, TestDatabase) async throws -> Value
) async throws -> Value {
    try await withWorkers(1) { workers, database in try await body(workers[0], database) }
}

/// Runs a body while the workers do the module's jobs.
@LoopActor
func withJobs(of workers: [TestWorker], _ body: () async throws -> Void) async throws {
    let runners = workers.enumerated().map { number, worker in
        JobRunner(
            database: worker.database, jobs: worker.module.jobs, worker: "worker \(number)",
            log: .silent, interval: .milliseconds(20))
    }
    for runner in runners { runner.start() }
    do {
        try await body()
    } catch {
        for runner in runners { await runner.stop() }
        throw error
    }
    for runner in runners { await runner.stop() }
}

/// Waits on the loop until a condition holds.
@LoopActor
func eventually(_ condition: () throws -> Bool) async throws {
    while try !condition() { await sleep(for: .milliseconds(5)) }
}

/// A text of a test's own.
struct TestSQL: SQL {
    let rawValue: String

    init(_ text: String) { rawValue = text }
    init?(rawValue: String) { nil }
    static var allCases: [TestSQL] { [] }
}

/// A test's view of its database, past the product. It blocks the loop, so it must not wait for what runs there.
struct TestDatabase: Sendable {
    let url: String

    func connect() throws -> SynchronousDatabase { try SynchronousDatabase(url: url) }

    @discardableResult
    func run(_ text: String) throws -> Rows { try connect().run(TestSQL(text)) }

    func number(_ text: String) throws -> Int64 { try run(text)[0].int64(0) }

    func script(_ text: String) throws { try connect().execute(script: text) }

    /// Returns once a statement of the product waits for a lock.
    @LoopActor
    func untilBlocked() async throws {
        try await until(
            """
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE NOT granted AND datname = current_database()
            """)
    }

    /// Returns once a count isn't 0.
    @LoopActor
    func until(_ count: String) async throws {
        let connection = try connect()
        let end = Instant.now() + .seconds(20)
        while try connection.run(TestSQL(count))[0].int64(0) == 0 {
            guard Instant.now() < end else { throw TestFailure("still 0: \(count)") }
            await sleep(for: .milliseconds(2))
        }
    }

    /// Returns once what arrives now is newer than every erasure, on every worker.
    @LoopActor
    func untilErasuresHavePassed() async throws {
        try await until(
            """
            SELECT count(*) FILTER (WHERE newest < clock_timestamp() - interval '50 milliseconds')
            FROM (SELECT coalesce(max(erased_at), '-infinity') AS newest FROM serverstats_members) AS erasures
            """)
    }

    func eventCount(_ condition: String = "true") throws -> Int64 {
        try number("SELECT count(*) FROM statistics_events WHERE \(condition)")
    }
}
