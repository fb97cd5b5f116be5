import API
import Discord
import Effects
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport

@testable import Serverstats

typealias TestWorker = ModuleWorker<Serverstats>

extension Serverstats: TestedModule {
    package static let root = "/modules/serverstats"

    package convenience init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log
    ) {
        self.init(database, discord: discord, reconciler: reconciler, log: log, queue: 20_000)
    }
}

extension TestWorker {
    /// Everything on.
    static var allOn: String { settings(on: Toggle.allCases) }

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

/// Runs a body with workers on a database of their own.
func withWorkers<Value: Sendable>(
    _ count: Int, options: String = "",
    prepare: (@Sendable (SynchronousDatabase) throws -> Void)? = nil,
    _ body: @escaping @Sendable @LoopActor ([TestWorker], TestDatabase) async throws -> Value
) async throws -> Value {
    try await Turnstile.shared.pass {
        try await TestWorker.with(count, options: options, prepare: prepare, body)
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

extension TestDatabase {
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
