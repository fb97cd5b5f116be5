import API
import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Worker

/// The whole application as a worker serves it: on a test's database, its API in memory.
@LoopActor
final class TestApplication {
    let database: Database
    let application: Application
    let endpoints: [Endpoint]
    let api: InMemoryAPI

    /// - Parameter discord: nil for a worker without a bot.
    init(_ url: String, discord: DiscordConfiguration? = nil) throws {
        database = try Database(configuration: .patient(url))
        application = Application(database, discord: discord, queue: 100, log: .silent)
        let readiness = DatabaseReadiness(log: .silent) { _ in true }
        endpoints = application.endpoints(readiness: readiness, version: "1.0.0")
        api = InMemoryAPI(endpoints)
        database.start()
    }

    func stop() {
        application.giveUpCalls()
        database.stop()
    }

    /// A database that takes no connection.
    nonisolated static let noDatabase = "postgresql://127.0.0.1:1/none"

    /// Runs a body with an application that has no database: what is declared needs none.
    nonisolated static func declared<Value: Sendable>(
        _ body: @escaping @Sendable @LoopActor (TestApplication) async throws -> Value
    ) async throws -> Value {
        try await onLoop {
            let application = try TestApplication(noDatabase)
            defer { application.stop() }
            return try await body(application)
        }
    }

    /// Runs a body with a database and an emulated Discord.
    nonisolated static func served(
        _ body:
            @escaping @Sendable @LoopActor (TestApplication, DiscordEmulator) async throws ->
            Void
    ) async throws {
        try await withDatabase { url in
            try await withEmulator { emulator in
                let discord = DiscordConfiguration(
                    base: emulator.baseURL, token: emulator.world.token)
                let application = try TestApplication(url, discord: discord)
                defer { application.stop() }
                try await body(application, emulator)
            }
        }
    }
}
