import API
import Essentials
import Postgres

/// A guild's settings; that there are any says that the module is enabled.
struct InviteSettings: Hashable, Sendable {
    let guild: Snowflake
    /// Names this enabling; what is stored carries it.
    let enabling: Int64
    let enabledAt: Timestamp
    var join: Announcement
    var leave: Announcement
    /// Members who join by their own invite don't count.
    var preventsOwnInvites: Bool
    var sharedLink: String?

    /// A message that is sent when somebody joins or leaves.
    struct Announcement: Hashable, Sendable {
        var isEnabled: Bool
        var channel: Snowflake?
        /// Text, or the JSON text of embeds.
        var content: String?
        var isEmbed: Bool
    }

    /// From the columns that every statement of ``SettingsSQL`` gives first.
    init(_ row: Row) {
        guild = row.snowflake(0)
        enabling = row.int64(1)
        enabledAt = row.timestamp(2)
        join = Announcement(row, from: 3)
        leave = Announcement(row, from: 7)
        preventsOwnInvites = row.bool(11)
        sharedLink = row.stringIfPresent(12)
    }

    /// Writes the object that GET shows and PUT takes.
    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("guild_id", guild)
        writer.field("join_messages_enabled", join.isEnabled)
        writer.field("join_messages_channel", join.channel)
        writer.field("join_message_content", join.content)
        writer.field("join_message_is_embed", join.isEmbed)
        writer.field("leave_messages_enabled", leave.isEnabled)
        writer.field("leave_messages_channel", leave.channel)
        writer.field("leave_message_content", leave.content)
        writer.field("leave_message_is_embed", leave.isEmbed)
        writer.field("prevent_own_invite_code", preventsOwnInvites)
        writer.field("server_shared_invite_link", sharedLink)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "InviteTrackerSettings",
        [
            "guild_id": .snowflake, "join_messages_enabled": .boolean,
            "join_messages_channel": .nullable(.snowflake),
            "join_message_content": .nullable(.text),
            "join_message_is_embed": .boolean, "leave_messages_enabled": .boolean,
            "leave_messages_channel": .nullable(.snowflake),
            "leave_message_content": .nullable(.text),
            "leave_message_is_embed": .boolean, "prevent_own_invite_code": .boolean,
            "server_shared_invite_link": .nullable(.text),
        ])
}

extension InviteSettings.Announcement {
    fileprivate init(_ row: Row, from column: Int) {
        isEnabled = row.bool(column)
        channel = row.snowflakeIfPresent(column + 1)
        content = row.stringIfPresent(column + 2)
        isEmbed = row.bool(column + 3)
    }

    /// As the statement that changes them takes them.
    var values: [SQLValue] {
        [.bool(isEnabled), .snowflakeOrNull(channel), .textOrNull(content), .bool(isEmbed)]
    }
}
