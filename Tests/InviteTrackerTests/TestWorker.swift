import API
import Discord
import Effects
import Essentials
import EventLoop
import TestSupport

@testable import InviteTracker

typealias TestWorker = ModuleWorker<InviteTracker>

extension InviteTracker: TestedModule {
    package static let root = "/modules/invite-tracker"
}

extension TestWorker {
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

/// Runs a body with a worker that has no bot token: what needs no Discord.
func withWorker<Value: Sendable>(
    _ body: @escaping @Sendable @LoopActor (TestWorker, TestDatabase) async throws -> Value
) async throws -> Value {
    try await TestWorker.with { workers, database in try await body(workers[0], database) }
}

/// Short ways into an answer.
extension JSONValue {
    func text(_ name: String) -> String? { member(name)?.string() }

    func list(_ name: String) -> [JSONValue] { member(name).map { Array($0.elements) } ?? [] }
}
