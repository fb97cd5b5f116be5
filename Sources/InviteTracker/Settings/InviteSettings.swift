import Modules

/// A guild's settings; their existence means that the module is enabled.
struct InviteSettings: Hashable, Sendable {
    let guild: Snowflake
    /// The id of this activation; other rows carry it.
    let enabling: Int64
    let enabledAt: Timestamp
    var join: Announcement
    var leave: Announcement
    /// Members who join by their own invite aren't counted.
    var preventsOwnInvites: Bool
    var sharedLink: String?

    /// The message about a join or a leave.
    struct Announcement: Hashable, Sendable {
        var isEnabled: Bool
        var channel: Snowflake?
        /// Text, or the JSON text of embeds.
        var content: String?
        var isEmbed: Bool
    }
}

extension InviteSettings: Record {
    static let title: String? = "InviteTrackerSettings"
    static let members: Members = [
        .member("guild_id", \.guild), .member("join_messages_enabled", \.join.isEnabled),
        .member("join_messages_channel", \.join.channel),
        .member("join_message_content", \.join.content),
        .member("join_message_is_embed", \.join.isEmbed),
        .member("leave_messages_enabled", \.leave.isEnabled),
        .member("leave_messages_channel", \.leave.channel),
        .member("leave_message_content", \.leave.content),
        .member("leave_message_is_embed", \.leave.isEmbed),
        .member("prevent_own_invite_code", \.preventsOwnInvites),
        .member("server_shared_invite_link", \.sharedLink),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            guild: columns.next(), enabling: columns.next(), enabledAt: columns.next(),
            join: Announcement(&columns), leave: Announcement(&columns),
            preventsOwnInvites: columns.next(), sharedLink: columns.next())
    }
}

extension InviteSettings.Announcement {
    fileprivate init(_ columns: inout RowReader) {
        self.init(
            isEnabled: columns.next(), channel: columns.next(), content: columns.next(),
            isEmbed: columns.next())
    }

    /// The parameters of the statement that changes them.
    var values: [SQLValue] {
        [.bool(isEnabled), .snowflakeOrNull(channel), .textOrNull(content), .bool(isEmbed)]
    }
}
