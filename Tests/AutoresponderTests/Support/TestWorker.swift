import API
import Discord
import Effects
import Essentials
import EventLoop
import TestSupport

@testable import Autoresponder

typealias TestWorker = ModuleWorker<Autoresponder>

extension Autoresponder: TestedModule {
    package static let root = "/modules/autoresponder"
}

extension RecorderSpy {
    /// What was recorded of a statistic: what follows `modules/autoresponder/`.
    func events(_ statistic: String) -> [RecordedEvent] {
        events.filter { $0.statistic == "modules/autoresponder/" + statistic }
    }
}

extension TestWorker {
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

/// Runs a body with workers on a database of their own; Discord leads nowhere unless `client` is given.
func withWorkers<Value: Sendable>(
    _ count: Int, client: @escaping @Sendable @LoopActor () -> DiscordClient? = { nil },
    _ body: @escaping @Sendable @LoopActor ([TestWorker], TestDatabase) async throws -> Value
) async throws -> Value {
    try await TestWorker.with(count, discord: client, body)
}

func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable @LoopActor (TestWorker, TestDatabase) async throws -> Value
) async throws -> Value {
    try await withWorkers(1) { workers, database in try await body(workers[0], database) }
}
