import API
import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport

@testable import Reactionroles

typealias TestWorker = ModuleWorker<Reactionroles>

extension Reactionroles: TestedModule {
    package static let root = "/modules/reactionroles"
}

/// A guild at the emulator with a text channel, the module enabled there, and workers.
@LoopActor
final class Place {
    let emulator: DiscordEmulator
    var clicks = 0
    let guild: EmulatedGuild
    let channel: Snowflake
    let workers: [TestWorker]
    private let database: TestDatabase

    init(_ url: String, _ emulator: DiscordEmulator, workers count: Int) throws {
        database = TestDatabase(url: url)
        self.emulator = emulator
        guild = emulator.world.addGuild()
        channel = guild.addChannel("roles")
        workers = try (0..<count).map { _ in try TestWorker(url, discord: emulator.client()) }
    }

    /// Runs a statement past the product. It blocks the loop.
    @discardableResult
    func sql(_ text: String) throws -> Rows { try database.run(text) }

    func number(_ text: String) throws -> Int64 { try database.number(text) }

    /// How many are held in this place's own database.
    func advisoryLocks() throws -> Int64 {
        try number(
            """
            SELECT count(*) FROM pg_locks
            WHERE locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
    }

    /// Asks for a path of the module; the guild goes without saying.
    func ask(
        _ method: String, _ path: String, _ fields: String = "", worker: Int = 0,
        guild other: Snowflake? = nil, token: String = "service", headers: [String] = []
    ) async throws -> InMemoryAnswer {
        try await workers[worker].ask(
            method, path, fields, guild: (other ?? guild.id).rawValue, token: token,
            headers: headers)
    }

    func enable() async throws { _ = try await ask("POST", "enable") }

    func roles(of member: Snowflake) -> Set<Snowflake> { Set(guild.members[member]?.roles ?? []) }

    func message(_ panel: TestPanel) -> EmulatedMessage? {
        guild.message(panel.message, in: channel)
    }

    /// The ids of components that the message shows: custom ids of buttons, values of items.
    func shown(_ panel: TestPanel) -> [String] {
        let parts = (message(panel)?.components ?? []).flatMap { $0["components"]?.elements ?? [] }
        return parts.flatMap { part in
            part["options"]?.elements.compactMap { $0["value"]?.string }
                ?? [part["custom_id"]?.string?.split(separator: ":").last.map(String.init) ?? ""]
        }
    }

    /// The emoji that the bot reacts with.
    func ownReactions(_ panel: TestPanel) -> Set<String> {
        let bot = emulator.world.bot.id
        let own = message(panel)?.reactions.filter { $0.normal.contains(bot) } ?? []
        return Set(own.map(\.emoji.name))
    }

    /// The ids of the panel's entries, as the API tells them.
    func entries(_ panel: TestPanel) async throws -> [String] {
        let answer = try await ask("GET", "panel/\(panel.id)/entries")
        return answer.data?.member("reactionroles" as StaticString)?.elements.compactMap {
            $0.member("entry_id" as StaticString)?.string()
        } ?? []
    }

    /// The calls that change something at Discord.
    var changes: [RecordedCall] { emulator.calls.filter { $0.method != "GET" } }

    /// Kills the first worker while a call of its request hangs, and returns once it holds nothing.
    /// - Parameter isExecuted: whether Discord does what the call asks for.
    func killWorker(
        in method: String, _ path: String, isExecuted: Bool,
        of request: @escaping @LoopActor () async throws -> InMemoryAnswer
    ) async throws {
        emulator.faults.add(isExecuted ? .hangAfter : .hang, method, path)
        spawn { _ = try? await request() }
        await until { self.emulator.faults.hanging == 1 }
        workers[0].kill()
        emulator.faults.clear()
        try await until { try self.advisoryLocks() == 0 }
    }

    /// One look for what is left to do, with whatever waits for a later time due now.
    func upkeep(worker: Int = 0) async throws {
        try sql("UPDATE effects SET due_at = now()")
        await workers[worker].reconciler.completeAll()
    }
}

/// Runs a body with a database, an emulator, and a guild in which the module is enabled.
func withPlace(
    workers: Int = 1, _ body: @escaping @Sendable @LoopActor (Place) async throws -> Void
) async throws {
    try await withDatabase { url in
        try await withEmulator { emulator in
            let place = try Place(url, emulator, workers: workers)
            defer { for worker in place.workers { worker.kill() } }
            try await place.enable()
            try await body(place)
        }
    }
}
