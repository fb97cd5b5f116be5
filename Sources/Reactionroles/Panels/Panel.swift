import API
import Discord
import Essentials
import Postgres

/// A panel as its row has it.
struct Panel: Hashable, Sendable {
    let id: Int64
    let guild: Snowflake
    let channel: Snowflake
    /// Nil while it's being posted.
    let message: Snowflake?
    var type: PanelType
    var switches: PanelSwitches
    /// Posted by Kennel; else a registered message of somebody.
    let isOwn: Bool
    var content: String?
    var isEmbed: Bool
    let state: State
    let createdAt: Timestamp

    enum State: Int16 {
        case standing = 0
        case posting = 1
        case deleting = 2
    }

    /// How many columns that are.
    static let columnCount = 15

    /// By which Discord knows a message that is posted twice, and a crash's message is found again: 24 characters at most, and
    /// another one where a new database counts from 1 again.
    var nonce: String {
        "\(String(id, radix: 36))-\(String(createdAt.microseconds, radix: 36))"
    }
}

extension Panel {
    /// From the columns that the statements of ``PanelSQL`` give first, `offset` of them after others.
    init?(_ row: Row, offset: Int = 0) {
        guard !row.isNull(offset), let type = PanelType(number: row.int16(offset + 4)),
            let state = State(rawValue: row.int16(offset + 13))
        else { return nil }
        guild = row.snowflake(offset)
        id = row.int64(offset + 1)
        channel = row.snowflake(offset + 2)
        message = row.snowflakeIfPresent(offset + 3)
        self.type = type
        switches = PanelSwitches(
            limitsRolesToOne: row.bool(offset + 5), supportsRemove: row.bool(offset + 6),
            takesBack: row.bool(offset + 7), keepsCounterAtOne: row.bool(offset + 8),
            deletesUnrelated: row.bool(offset + 9))
        isOwn = row.bool(offset + 10)
        content = row.stringIfPresent(offset + 11)
        isEmbed = row.bool(offset + 12)
        self.state = state
        createdAt = row.timestamp(offset + 14)
    }
}

/// What a panel does with choices.
struct PanelSwitches: Hashable, Sendable {
    var limitsRolesToOne: Bool
    var supportsRemove: Bool
    var takesBack: Bool
    var keepsCounterAtOne: Bool
    var deletesUnrelated: Bool

    /// As the statements take them.
    var values: [SQLValue] {
        [
            .bool(limitsRolesToOne), .bool(supportsRemove), .bool(takesBack),
            .bool(keepsCounterAtOne), .bool(deletesUnrelated),
        ]
    }
}

extension Panel {
    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("panel_id", "\(id)")
        writer.field("guild_id", guild)
        writer.field("channel_id", channel)
        writer.field("message_id", message)
        writer.field("panel_type", type.rawValue)
        writer.field("limit_roles_to_one", switches.limitsRolesToOne)
        writer.field("supports_remove", switches.supportsRemove)
        writer.field("remove_roles_from_users_on_entry_delete", switches.takesBack)
        writer.field("keep_counter_at_one", switches.keepsCounterAtOne)
        writer.field("delete_unrelated_emoji_reactions", switches.deletesUnrelated)
        writer.field("is_husqy_message", isOwn)
        writer.field("message_content", content)
        writer.field("message_is_embed", isEmbed)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "Panel",
        [
            "panel_id": .text, "guild_id": .snowflake, "channel_id": .snowflake,
            "message_id": .nullable(.snowflake), "panel_type": .text,
            "limit_roles_to_one": .boolean, "supports_remove": .boolean,
            "remove_roles_from_users_on_entry_delete": .boolean, "keep_counter_at_one": .boolean,
            "delete_unrelated_emoji_reactions": .boolean, "is_husqy_message": .boolean,
            "message_content": .nullable(.text), "message_is_embed": .boolean,
        ])
}
