import Discord
import DiscordEmulator
import Essentials
import EventLoop
import HTTP
import TestSupport

@testable import Reactionroles

/// The requests that tests of panels and checks send.
extension Place {
    /// The fields of switches.
    static func switches(
        _ type: String, limit: Bool = false, remove: Bool = true, back: Bool = true,
        keep: Bool = false, unrelated: Bool = false
    ) -> String {
        """
        "panel_type":"\(type)","limit_roles_to_one":\(limit),"supports_remove":\(remove),
        "remove_roles_from_users_on_entry_delete":\(back),"keep_counter_at_one":\(keep),
        "delete_unrelated_emoji_reactions":\(unrelated)
        """
    }

    func postPanel(
        _ switches: String, content: String = "Choose", isEmbed: Bool = false
    ) async throws -> InMemoryAnswer {
        var writer = ByteWriter()
        writer.value(content)
        return try await ask(
            "POST", "panels",
            """
            "is_register":false,"channel_id":\(channel),\(switches),"is_embed":\(isEmbed),"content":\(writer.string)
            """)
    }

    func register(_ message: Snowflake, _ switches: String) async throws -> InMemoryAnswer {
        try await ask(
            "POST", "panels",
            """
            "is_register":true,"channel_id":\(channel),\(switches),"register_message_id":"\(message)"
            """)
    }

    func makePanel(_ switches: String) async throws -> TestPanel {
        try TestPanel(await postPanel(switches))
    }

    func postEntry(
        _ panel: String, roles: [Snowflake], emoji: String, text: String? = "Role",
        worker: Int = 0, token: String = "service"
    ) async throws -> InMemoryAnswer {
        let list = roles.map { "\"\($0)\"" }.joined(separator: ",")
        let text = text.map { "\"\($0)\"" } ?? "null"
        return try await ask(
            "POST", "panel/\(panel)/entries",
            """
            "role_ids":[\(list)],"emoji_name":"\(emoji)","emoji_id":null,"text":\(text),"description":null
            """, worker: worker, token: token)
    }

    /// Makes an entry with a role of its own.
    func makeEntry(_ panel: TestPanel, _ emoji: String) async throws -> TestEntry {
        let role = guild.addRole("role \(emoji)")
        let answer = try await postEntry(panel.id, roles: [role], emoji: emoji)
        guard let id = answer.text(of: "reactionrole", "entry_id") else {
            throw TestFailure(answer.said)
        }
        return TestEntry(id: id, role: role, emoji: emoji)
    }

    func click(
        _ panel: TestPanel, _ entry: TestEntry, by member: Snowflake, token: String? = nil,
        worker: Int = 0
    ) async throws -> InMemoryAnswer {
        // Each click is an interaction of its own.
        clicks += 1
        let token = token ?? "none-\(clicks)"
        let isDropdown = panel.type == "dropdown"
        let id = isDropdown ? "" : ":\(entry.id)"
        let value = isDropdown ? "\"\(entry.id)\"" : "null"
        return try await ask(
            "POST", "check",
            """
            "message_id":"\(panel.message)","channel_id":"\(channel)","interaction_type":"component",
            "interaction_custom_id":"kennel:reactionrole:\(panel.id)\(id)","interaction_value":\(value),
            "interaction_id_token":"\(token)","application_id":"\(emulator.world.application)","member_id":"\(member)"
            """, worker: worker)
    }

    /// Tells of a reaction, and makes it at the emulator before.
    func react(
        _ panel: TestPanel, _ emoji: String, by member: Snowflake, isTold: Bool = true
    ) async throws -> InMemoryAnswer {
        guild.react(EmulatedEmoji(emoji), to: panel.message, in: channel, by: member)
        return try await tell("reaction_add", panel, emoji, by: isTold ? member : nil)
    }

    func unreact(
        _ panel: TestPanel, _ emoji: String, by member: Snowflake, isTold: Bool = true
    ) async throws -> InMemoryAnswer {
        guild.unreact(EmulatedEmoji(emoji), from: panel.message, in: channel, by: member)
        return try await tell("reaction_delete", panel, emoji, by: isTold ? member : nil)
    }

    func tell(
        _ event: String, _ panel: TestPanel, _ emoji: String, by member: Snowflake?,
        key: String? = nil
    ) async throws -> InMemoryAnswer {
        let member = member.map { ",\"member_id\":\"\($0)\"" } ?? ""
        return try await ask(
            "POST", "check",
            """
            "message_id":"\(panel.message)","channel_id":"\(channel)","interaction_type":"\(event)",
            "emoji_name":"\(emoji)","emoji_id":null\(member)
            """, headers: key.map { ["Idempotency-Key: \($0)"] } ?? [])
    }
}

struct TestPanel: Sendable {
    let id: String
    let type: String
    let message: Snowflake

    @LoopActor
    init(_ answer: InMemoryAnswer) throws {
        guard let id = answer.text(of: "panel", "panel_id"),
            let type = answer.text(of: "panel", "panel_type"),
            let message = answer.text(of: "panel", "message_id").flatMap(Snowflake.init(decimal:))
        else { throw TestFailure(answer.said) }
        self.id = id
        self.type = type
        self.message = message
    }
}

struct TestEntry: Sendable {
    let id: String
    let role: Snowflake
    let emoji: String
}

extension InMemoryAnswer {
    func text(of object: StaticString, _ name: StaticString) -> String? {
        data?.member(object)?.member(name)?.string()
    }

    func count(_ list: StaticString) -> Int? { data?.member(list)?.elements.map { $0 }.count }

    func number(_ name: StaticString) -> Int64? { data?.member(name)?.int64() }
}
