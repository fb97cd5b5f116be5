import API
import Discord
import Effects
import Essentials
import EventLoop
import Modules
import Postgres

/// A module as tests make one.
@LoopActor
package protocol TestedModule: BotModule {
    /// The path that its endpoints share, such as `/modules/serverstats`.
    nonisolated static var root: String { get }

    init(
        _ database: Database, discord: DiscordClient, reconciler: Reconciler,
        recorder: any StatisticRecorder, log: Log)
}

/// A worker as far as one module needs it: its own connections to a test's database, and the API in memory.
@LoopActor
package final class ModuleWorker<Module: TestedModule> {
    package let database: Database
    package let discord: DiscordClient
    package let reconciler: Reconciler
    package let recorder = RecorderSpy()
    package let module: Module
    package let api: InMemoryAPI

    /// - Parameter discord: nil for a worker without a bot.
    package init(_ url: String, discord: DiscordClient? = nil, log: Log = .silent) throws {
        database = try Database(configuration: .patient(url))
        let discord = discord ?? DiscordClient(log: .silent)
        self.discord = discord
        reconciler = Reconciler(database, discord: discord, log: log)
        module = Module(
            database, discord: discord, reconciler: reconciler, recorder: recorder, log: log)
        api = InMemoryAPI(module.endpoints)
        database.start()
    }

    package func stop() {
        module.stop()
        database.stop()
    }

    /// As if the process were killed: no call it had begun goes on.
    package func kill() {
        stop()
        discord.stop()
    }

    /// The guild that requests are about where none is named.
    package nonisolated static var guild: Int64 { 1_000_000_000_000_000_001 }

    /// Asks for a path of the module, with the guild.
    /// - Parameter fields: more parts of the query or members of the body, such as `"member_id":"7"`.
    @discardableResult
    package func ask(
        _ method: String, _ path: String, _ fields: String = "", guild: Int64 = guild,
        token: String = "service", headers: [String] = [], arrival: Instant = .now()
    ) async throws -> InMemoryAnswer {
        let target = "\(Module.root)/\(path)"
        if method == "GET" {
            let more = fields.isEmpty ? "" : "&\(fields)"
            return try await api.ask(
                method, "\(target)?guild_id=\(guild)\(more)", token: token, headers: headers,
                arrival: arrival)
        }
        let more = fields.isEmpty ? "" : ",\(fields)"
        return try await api.ask(
            method, target, "{\"guild_id\":\(guild)\(more)}", token: token, headers: headers,
            arrival: arrival)
    }
}

extension ModuleWorker {
    /// Runs a body with workers on a database of their own.
    /// - Parameters:
    ///   - options: what the workers' URL of the database has besides.
    ///   - prepare: what is done to the database before.
    package nonisolated static func with<Value: Sendable>(
        _ count: Int = 1, options: String = "",
        discord: @escaping @Sendable @LoopActor () -> DiscordClient? = { nil },
        prepare: (@Sendable (SynchronousDatabase) throws -> Void)? = nil,
        _ body: @escaping @Sendable @LoopActor ([ModuleWorker], TestDatabase) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { url in
            try prepare?(SynchronousDatabase(url: url))
            return try await onLoop {
                let workers = try (0..<count).map { _ in
                    try ModuleWorker(url + options, discord: discord())
                }
                defer { for worker in workers { worker.stop() } }
                return try await body(workers, TestDatabase(url: url))
            }
        }
    }
}
