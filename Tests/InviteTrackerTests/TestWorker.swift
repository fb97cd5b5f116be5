import API
import Discord
import DiscordEmulator
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport

@testable import InviteTracker

/// A worker as far as the module needs one: its own connections to a test's database, and the API in memory.
@LoopActor
final class TestWorker {
    let database: Database
    let module: InviteTracker
    let reconciler: Reconciler
    let recorded = RecordedEvents()
    let api: InMemoryAPI

    nonisolated static let guild: Int64 = 1_000_000_000_000_000_001

    init(_ url: String, _ discord: DiscordClient, log: Log = .silent) throws {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        database = try Database(configuration: configuration)
        reconciler = Reconciler(database, discord: discord, log: log)
        module = InviteTracker(
            database, discord: discord, reconciler: reconciler, recorder: recorded, log: log)
        api = InMemoryAPI(module.endpoints)
        database.start()
    }

    func stop() {
        database.stop()
    }

    /// Asks for a path of the module, with the guild.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ fields: String = "", guild: Int64 = TestWorker.guild,
        token: String = "service"
    ) async throws -> InMemoryAnswer {
        let root = "/modules/invite-tracker/\(path)"
        let isQuery = method == "GET"
        let more = fields.isEmpty ? "" : isQuery ? "&\(fields)" : ",\(fields)"
        return isQuery
            ? try await api.ask(method, "\(root)?guild_id=\(guild)\(more)", token: token)
            : try await api.ask(method, root, "{\"guild_id\":\(guild)\(more)}", token: token)
    }

    /// Everything off, but for what is given.
    @discardableResult
    func put(
        _ changes: KeyValuePairs<String, String> = [:], guild: Int64 = TestWorker.guild
    ) async throws -> InMemoryAnswer {
        var fields = [
            "join_messages_enabled": "false", "join_messages_channel": "null",
            "join_message_content": "null", "join_message_is_embed": "0",
            "leave_messages_enabled": "false", "leave_messages_channel": "null",
            "leave_message_content": "null", "leave_message_is_embed": "false",
            "prevent_own_invite_code": "false", "server_shared_invite_link": "null",
        ]
        for (name, value) in changes { fields[name] = value }
        let members = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return try await ask(
            "PUT", "settings", members.joined(separator: ","), guild: guild)
    }

    /// Messages for joins and leaves, in one channel.
    func switchMessagesOn(
        _ channel: Snowflake, of guild: Int64 = TestWorker.guild
    ) async throws {
        let answer = try await put(
            [
                "join_messages_enabled": "true", "join_messages_channel": "\"\(channel)\"",
                "join_message_content": "\"joined\"", "leave_messages_enabled": "true",
                "leave_messages_channel": "\"\(channel)\"", "leave_message_content": "\"left\"",
            ], guild: guild)
        guard answer.status == 200 else { throw TestFailure(answer.said) }
    }

    /// - Parameter more: further fields, such as `"joined_at":"…"`.
    func join(_ member: Int64, _ more: String = "") async throws -> InMemoryAnswer {
        let fields = "\"member_id\":\"\(member)\"" + (more.isEmpty ? "" : ",\(more)")
        return try await ask("POST", "events/join/check-invite", fields)
    }

    func leave(_ member: Int64) async throws -> InMemoryAnswer {
        try await ask("POST", "events/leave/check-invite", "\"member_id\":\"\(member)\"")
    }

    /// Joins, leaves and current of an inviter.
    func totals(of inviter: Int64) async throws -> [Int64] {
        let data = try await uses(of: inviter).data
        return ["joins", "leaves", "current"].map { data?.member($0)?.int64() ?? -1 }
    }

    func uses(of inviter: Int64) async throws -> InMemoryAnswer {
        try await ask("GET", "stats/uses", "inviter_id=\(inviter)")
    }
}

/// A test's view of its database, past the product. It blocks the loop, so it must not wait for what runs there.
struct TestDatabase: Sendable {
    let url: String

    @discardableResult
    func run(_ text: String) throws -> Rows {
        try SynchronousDatabase(url: url).run(TestSQL(text))
    }

    func number(_ text: String) throws -> Int64 {
        guard let row = try run(text).first else { throw TestFailure("no row: \(text)") }
        return row.int64(0)
    }

    func script(_ text: String) throws {
        try SynchronousDatabase(url: url).execute(script: text)
    }
}

/// A text of a test's own.
struct TestSQL: SQL {
    let rawValue: String

    init(_ text: String) { rawValue = text }
    init?(rawValue: String) { nil }
    static var allCases: [TestSQL] { [] }
}

/// Runs a body with a worker that has no bot token: what needs no Discord.
func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable @LoopActor (TestWorker, TestDatabase) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await onLoop {
            let worker = try TestWorker(url, DiscordClient(log: .silent))
            defer { worker.stop() }
            return try await body(worker, TestDatabase(url: url))
        }
    }
}

/// Short ways into an answer.
extension JSONValue {
    func text(_ name: String) -> String? { member(name)?.string() }

    func list(_ name: String) -> [JSONValue] { member(name).map { Array($0.elements) } ?? [] }
}

/// A guild on an emulated Discord, a database, and workers with the module enabled for the guild.
@LoopActor
final class TestGuild {
    let emulator: DiscordEmulator
    let guild: EmulatedGuild
    let channel: Snowflake
    let database: TestDatabase
    private(set) var workers: [TestWorker] = []
    private let url: String

    init(_ url: String, workers count: Int) async throws {
        emulator = DiscordEmulator()
        try emulator.start()
        guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
        channel = guild.addChannel("welcome")
        database = TestDatabase(url: url)
        self.url = url
        for _ in 0..<count { try addWorker() }
    }

    var worker: TestWorker { workers[0] }

    @discardableResult
    func addWorker(log: Log = .silent) throws -> TestWorker {
        let worker = try TestWorker(url, emulator.client(), log: log)
        workers.append(worker)
        return worker
    }

    func stop() {
        for worker in workers { worker.stop() }
        emulator.close()
    }

    /// Somebody new joins on Discord; the bots haven't told yet.
    func comes(_ member: Snowflake? = nil, by entrance: Entrance) -> Snowflake {
        let member = member ?? emulator.world.addUser("somebody").id
        emulator.world.join(member, guild, by: entrance)
        return member
    }

    /// Somebody leaves on Discord; the bots haven't told yet.
    func goes(_ member: Snowflake) { guild.removeMember(member) }

    /// As if a stored join had been reported so long ago.
    func age(_ interval: String) throws {
        try database.script(
            "UPDATE invite_tracker_uses SET joined_at = joined_at - interval '\(interval)'")
    }

    /// The uses as an answer shows them, by members.
    func uses(of inviter: Snowflake) async throws -> [String: JSON] {
        let answer = try await worker.uses(of: inviter.rawValue)
        let uses = answer.data?.list("stats_uses").map(JSON.init) ?? []
        return Dictionary(
            uniqueKeysWithValues: uses.map { ($0["member_id"]?.string ?? "null", $0) })
    }

    /// How the use of a member was found, past the product.
    func kind(of member: Snowflake) throws -> Int64 {
        try database.number(
            """
            SELECT kind FROM invite_tracker_uses WHERE member_id = \(member) ORDER BY id DESC LIMIT 1
            """)
    }

    var messages: [EmulatedMessage] { guild.channel(channel)?.messages ?? [] }
}

/// Runs a body with workers and the module enabled, after the guild has been prepared on Discord.
func withGuild<Value: Sendable>(
    _ preparation: Preparation = .none, workers: Int = 1,
    _ body: @escaping @Sendable @LoopActor (TestGuild) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await onLoop {
            let guild = try await TestGuild(url, workers: workers)
            defer { guild.stop() }
            preparation.run(guild)
            try await guild.worker.ask("POST", "enable")
            return try await body(guild)
        }
    }
}

/// What there is on Discord before the module is enabled.
struct Preparation: Sendable {
    let run: @Sendable @LoopActor (TestGuild) -> Void

    init(_ run: @escaping @Sendable @LoopActor (TestGuild) -> Void) { self.run = run }

    static let none = Preparation { _ in }
    /// An invite without limits, by somebody.
    static let den = Preparation { $0.guild.addInvite("den", to: $0.channel, by: inviter) }
}
