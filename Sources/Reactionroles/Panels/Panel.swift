import Modules

/// A panel, as its row has it.
struct Panel: Hashable, Sendable {
    let id: Int64
    let guild: Snowflake
    let channel: Snowflake
    /// Nil while it's being posted.
    let message: Snowflake?
    var type: PanelType
    var switches: PanelSwitches
    /// Kennel posted the message; otherwise it's a registered message by someone else.
    let isOwn: Bool
    var content: String?
    var isEmbed: Bool
    let state: State
    let createdAt: Timestamp

    /// The life cycle of a panel. The raw values are the database's.
    enum State: Int16 {
        case standing = 0
        case posting = 1
        case deleting = 2
    }

    /// The nonce of the panel's message, by which Discord recognizes a repeat and a search finds it after a crash. At most 24
    /// characters; the time makes it unique if a new database counts from 1 again.
    var nonce: String {
        "\(String(id, radix: 36))-\(String(createdAt.microseconds, radix: 36))"
    }
}

extension Panel: Record {
    static let title: String? = "Panel"
    static let members: Members = [
        .id("panel_id", \.id), .member("guild_id", \.guild), .member("channel_id", \.channel),
        .member("message_id", \.message), .member("panel_type", \.type),
        .member("limit_roles_to_one", \.switches.limitsRolesToOne),
        .member("supports_remove", \.switches.supportsRemove),
        .member("remove_roles_from_users_on_entry_delete", \.switches.takesBack),
        .member("keep_counter_at_one", \.switches.keepsCounterAtOne),
        .member("delete_unrelated_emoji_reactions", \.switches.deletesUnrelated),
        .member("is_husqy_message", \.isOwn), .member("message_content", \.content),
        .member("message_is_embed", \.isEmbed),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), guild: columns.next(), channel: columns.next(),
            message: columns.next(),
            // The table takes no other types and states.
            type: PanelType(number: columns.next()) ?? .emoji,
            switches: PanelSwitches(
                limitsRolesToOne: columns.next(), supportsRemove: columns.next(),
                takesBack: columns.next(), keepsCounterAtOne: columns.next(),
                deletesUnrelated: columns.next()),
            isOwn: columns.next(), content: columns.next(), isEmbed: columns.next(),
            state: State(rawValue: columns.next()) ?? .standing, createdAt: columns.next())
    }
}

/// A panel's settings for choices.
struct PanelSwitches: Hashable, Sendable {
    var limitsRolesToOne: Bool
    var supportsRemove: Bool
    var takesBack: Bool
    var keepsCounterAtOne: Bool
    var deletesUnrelated: Bool

    /// Their parameters in the statements.
    var values: [SQLValue] {
        [
            .bool(limitsRolesToOne), .bool(supportsRemove), .bool(takesBack),
            .bool(keepsCounterAtOne), .bool(deletesUnrelated),
        ]
    }
}
