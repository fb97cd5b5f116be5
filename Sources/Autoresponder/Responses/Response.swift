import API
import Discord
import Essentials
import Postgres

/// What is answered to a message. It never changes; it's made and deleted.
struct Response: Hashable, Sendable {
    var id: Int64
    var type: Kind
    /// The text, or the JSON of embeds; may be nil for a reaction.
    var content: String?
    var emojiName: String?
    var emojiID: Snowflake?

    /// The raw values are the documents'.
    enum Kind: Int, CaseIterable, Sendable {
        case message = 1
        case embed = 2
        case reaction = 3
    }

    var emoji: Emoji { Emoji(id: emojiID, name: emojiName) }
}

extension Response {
    /// From the columns that the statements give a response in, the first at this place. Nil where there is none.
    init?(_ row: Row, at place: Int) {
        guard let id = row.int64IfPresent(place) else { return nil }
        self.id = id
        // The table takes 1 to 3 only.
        type = Kind(rawValue: row.int(place + 1)) ?? .message
        content = row.stringIfPresent(place + 2)
        emojiName = row.stringIfPresent(place + 3)
        emojiID = row.snowflakeIfPresent(place + 4)
    }

    /// As the statements take it, after the guild.
    var values: [SQLValue] {
        [
            .int2(Int16(type.rawValue)), .textOrNull(content), .textOrNull(emojiName),
            .snowflakeOrNull(emojiID),
        ]
    }

    func write(of guild: Snowflake, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("response_id", "\(id)")
        writer.field("guild_id", guild)
        writer.field("response_type", type.rawValue)
        writer.field("response_content", content)
        writer.field("emoji_name", emojiName)
        writer.field("emoji_id", emojiID)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "Response",
        [
            "response_id": .text, "guild_id": .snowflake, "response_type": .integer,
            "response_content": .nullable(.text), "emoji_name": .nullable(.text),
            "emoji_id": .nullable(.snowflake),
        ])
}
