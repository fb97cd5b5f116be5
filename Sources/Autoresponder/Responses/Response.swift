import Modules

/// A response to messages. Immutable: it's created and deleted, never changed.
struct Response: Hashable, Identifiable, Sendable {
    var id: Int64
    let guild: Snowflake
    var type: Kind
    /// The text, or the JSON of embeds; may be nil for a reaction.
    var content: String?
    var emojiName: String?
    var emojiID: Snowflake?

    /// The raw values are the contract's.
    enum Kind: Int, CaseIterable, Sendable {
        case message = 1
        case embed = 2
        case reaction = 3
    }

    var emoji: Emoji { Emoji(id: emojiID, name: emojiName) }
}

extension Response: Record {
    static let title: String? = "Response"
    static let members: Members = [
        .id("response_id", \.id), .member("guild_id", \.guild),
        .member("response_type", \.type), .member("response_content", \.content),
        .member("emoji_name", \.emojiName), .member("emoji_id", \.emojiID),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), guild: columns.next(),
            // The table takes no other types.
            type: Kind(rawValue: columns.next()) ?? .message, content: columns.next(),
            emojiName: columns.next(), emojiID: columns.next())
    }

    /// The statements' parameters after the guild.
    var values: [SQLValue] {
        [
            .int2(Int16(type.rawValue)), .textOrNull(content), .textOrNull(emojiName),
            .snowflakeOrNull(emojiID),
        ]
    }
}
