import API
import Discord
import Effects
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport

@testable import Autoresponder

/// Keeps what modules record.
@LoopActor
final class RecorderSpy: StatisticRecorder {
    nonisolated init() {}

    private(set) var events: [RecordedEvent] = []
    var isOn = true

    func record(_ event: RecordedEvent, arrival: Instant) async { events.append(event) }

    func isRecording(
        _ statistic: String, in guild: Snowflake, deadline: Instant
    ) async -> Bool { isOn }

    /// What was recorded of a statistic: what follows `modules/autoresponder/`.
    func events(_ statistic: String) -> [RecordedEvent] {
        events.filter { $0.statistic == "modules/autoresponder/" + statistic }
    }
}

/// A worker as far as the module needs one: its own connections to a test's database, and the API in memory.
@LoopActor
final class TestWorker {
    let database: Database
    let recorder = RecorderSpy()
    let module: Autoresponder
    let reconciler: Reconciler
    let api: InMemoryAPI

    init(_ url: String, discord: DiscordClient) throws {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        database = try Database(configuration: configuration)
        reconciler = Reconciler(database, discord: discord, log: .silent)
        module = Autoresponder(
            database, discord: discord, reconciler: reconciler, recorder: recorder, log: .silent)
        api = InMemoryAPI(module.endpoints)
        database.start()
    }

    func stop() { database.stop() }

    nonisolated static let guild: Int64 = 1_000_000_000_000_000_001

    /// Asks for a path of the module, with the guild.
    @discardableResult
    func ask(
        _ method: String, _ path: String, _ fields: String = "", guild: Int64 = TestWorker.guild,
        token: String = "service"
    ) async throws -> InMemoryAnswer {
        let root = "/modules/autoresponder/\(path)"
        if method == "GET" {
            let query = fields.isEmpty ? "" : "&\(fields)"
            return try await api.ask(method, "\(root)?guild_id=\(guild)\(query)", token: token)
        }
        let more = fields.isEmpty ? "" : ",\(fields)"
        return try await api.ask(method, root, "{\"guild_id\":\(guild)\(more)}", token: token)
    }

    func enable(guild: Int64 = TestWorker.guild) async throws {
        try await ask("POST", "enable", guild: guild)
    }

    /// Creates a response, and gives its id.
    func addResponse(
        _ content: String? = "hi", type: Int = 1, emoji: String? = nil,
        guild: Int64 = TestWorker.guild
    ) async throws -> String {
        let answer = try await ask(
            "POST", "responses", Self.response(content, type: type, emoji: emoji), guild: guild)
        guard
            let id = answer.data?.member("response" as StaticString)?
                .member("response_id" as StaticString)?.string()
        else { throw TestFailure(answer.said) }
        return id
    }

    nonisolated static func response(
        _ content: String?, type: Int = 1, emoji: String? = nil, emojiID: String = "null"
    ) -> String {
        """
        "response_type":\(type),"response_content":\(json(content)),"emoji_name":\(json(emoji)),"emoji_id":\(emojiID)
        """
    }

    nonisolated static func json(_ text: String?) -> String {
        var writer = ByteWriter()
        writer.value(text)
        return writer.string
    }

    /// Creates a trigger, and gives its id.
    func addTrigger(
        _ fields: TriggerFields, guild: Int64 = TestWorker.guild
    ) async throws -> String {
        let answer = try await ask("POST", "triggers", fields.json, guild: guild)
        guard
            let id = answer.data?.member("trigger" as StaticString)?
                .member("trigger_id" as StaticString)?.string()
        else { throw TestFailure(answer.said) }
        return id
    }

    /// Checks a message whose text comes with the request.
    func check(
        _ message: Int64, in channel: Int64 = 50, roles: [Int64] = [], content: String?,
        member: Int64? = 70, isBot: Bool? = false, guild: Int64 = TestWorker.guild
    ) async throws -> InMemoryAnswer {
        var fields = "\"origin_message_id\":\(message),\"channel_id\":\(channel)"
        fields += ",\"member_roles\":[\(roles.map { "\($0)" }.joined(separator: ","))]"
        if let content { fields += ",\"content\":\(Self.json(content))" }
        if let member { fields += ",\"member_id\":\(member)" }
        if let isBot, content != nil, member != nil { fields += ",\"author_is_bot\":\(isBot)" }
        return try await ask("POST", "check", fields, guild: guild)
    }
}

/// A trigger as a request has it.
struct TriggerFields: Sendable {
    var type = 2
    var matchesCase = false
    var text: String? = "hello"
    var allowedChannels: [Int64] = []
    var ignoredChannels: [Int64] = []
    var allowedRoles: [Int64] = []
    var ignoredRoles: [Int64] = []
    var responses: [String] = []
    var cooldown: Int?

    var json: String {
        func list(_ ids: [Int64]) -> String {
            "[" + ids.map { "\($0)" }.joined(separator: ",") + "]"
        }
        let more = cooldown.map { ",\"cooldown_seconds\":\($0)" } ?? ""
        return """
            "trigger_type":\(type),"match_case":\(matchesCase),"trigger":\(TestWorker.json(text)),
            "allowed_channels":\(list(allowedChannels)),"ignored_channels":\(list(ignoredChannels)),
            "allowed_roles":\(list(allowedRoles)),"ignored_roles":\(list(ignoredRoles)),
            "response_ids":[\(responses.joined(separator: ","))]\(more)
            """
    }
}

extension InMemoryAnswer {
    /// A number of `data`.
    func number(_ name: String) -> Int? { data?.member(name)?.int64().map { Int($0) } }

    /// A text of an object in `data`.
    func text(_ path: String...) -> String? {
        var value = data
        for name in path { value = value?.member(name) }
        return value?.string()
    }
}

/// Runs a body with a database of its own and workers on it; Discord leads nowhere unless `client` is given.
func withWorkers<Value: Sendable>(
    _ count: Int,
    client: @escaping @Sendable @LoopActor () -> DiscordClient = { DiscordClient(log: .silent) },
    _ body: @escaping @Sendable @LoopActor ([TestWorker], TestDatabase) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await onLoop {
            let workers = try (0..<count).map { _ in try TestWorker(url, discord: client()) }
            defer { for worker in workers { worker.stop() } }
            return try await body(workers, TestDatabase(url: url))
        }
    }
}

func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable @LoopActor (TestWorker, TestDatabase) async throws -> Value
) async throws -> Value {
    try await withWorkers(1) { workers, database in try await body(workers[0], database) }
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

    @discardableResult
    func run(_ text: String) throws -> Rows {
        try SynchronousDatabase(url: url).run(TestSQL(text))
    }

    func number(_ text: String) throws -> Int64 { try run(text)[0].int64(0) }

    func script(_ text: String) throws { try SynchronousDatabase(url: url).execute(script: text) }
}
