import API
import Discord
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
    let recorded = RecordedEvents()
    let api: InMemoryAPI

    nonisolated static let guild: Int64 = 1_000_000_000_000_000_001

    init(_ url: String, _ discord: DiscordClient) throws {
        var configuration = DatabaseConfiguration(url: url)
        configuration.sharedConnections = 2
        database = try Database(configuration: configuration)
        module = InviteTracker(database, discord: discord, recorder: recorded, log: .silent)
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
        if method == "GET" {
            let query = fields.isEmpty ? "" : "&\(fields)"
            return try await api.ask(method, "\(root)?guild_id=\(guild)\(query)", token: token)
        }
        let more = fields.isEmpty ? "" : ",\(fields)"
        return try await api.ask(method, root, "{\"guild_id\":\(guild)\(more)}", token: token)
    }

    /// Everything off, but for what is given.
    @discardableResult
    func put(_ changes: KeyValuePairs<String, String> = [:]) async throws -> InMemoryAnswer {
        var fields = [
            "join_messages_enabled": "false", "join_messages_channel": "null",
            "join_message_content": "null", "join_message_is_embed": "0",
            "leave_messages_enabled": "false", "leave_messages_channel": "null",
            "leave_message_content": "null", "leave_message_is_embed": "false",
            "prevent_own_invite_code": "false", "server_shared_invite_link": "null",
        ]
        for (name, value) in changes { fields[name] = value }
        let members = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return try await ask("PUT", "settings", members.joined(separator: ","))
    }

    func join(_ member: Int64) async throws -> InMemoryAnswer {
        try await ask("POST", "events/join/check-invite", "\"member_id\":\"\(member)\"")
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

    func number(_ text: String) throws -> Int64 { try run(text)[0].int64(0) }

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
