import API
import Discord
import Essentials
import Postgres

/// What a panel offers: an emoji, and the roles it gives.
struct Entry: Hashable, Sendable {
    let id: Int64
    let panel: Int64
    let guild: Snowflake
    var roles: [Snowflake]
    let emoji: Emoji
    /// The label of a button or an item.
    var text: String?
    var description: String?

    init(
        id: Int64, panel: Int64, guild: Snowflake, roles: [Snowflake], emoji: Emoji,
        text: String? = nil, description: String? = nil
    ) {
        self.id = id
        self.panel = panel
        self.guild = guild
        self.roles = roles
        self.emoji = emoji
        self.text = text
        self.description = description
    }

    /// From the columns guild, panel, entry, roles, emoji's name and id, text, description. Nil where there's none.
    init?(_ row: Row, offset: Int) {
        guard !row.isNull(offset) else { return nil }
        guild = row.snowflake(offset)
        panel = row.int64(offset + 1)
        id = row.int64(offset + 2)
        roles = row.int64Array(offset + 3).compactMap(Snowflake.init)
        emoji = Emoji(
            id: row.snowflakeIfPresent(offset + 5), name: row.string(offset + 4))
        text = row.stringIfPresent(offset + 6)
        description = row.stringIfPresent(offset + 7)
    }

    static let columnCount = 8
}

extension Entry {
    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("entry_id", "\(id)")
        writer.field("panel_id", "\(panel)")
        writer.field("guild_id", guild)
        writer.field("role_ids", roles)
        writer.field("emoji_name", emoji.name)
        writer.field("emoji_id", emoji.id)
        writer.field("text", text)
        writer.field("description", description)
        writer.endObject()
    }

    /// What `write` writes.
    static let shape = Shape.named(
        "Entry",
        [
            "entry_id": .text, "panel_id": .text, "guild_id": .snowflake,
            "role_ids": .list(.snowflake), "emoji_name": .text, "emoji_id": .nullable(.snowflake),
            "text": .nullable(.text), "description": .nullable(.text),
        ])
}

extension Emoji {
    /// What makes two emoji the same: the id, or the characters without the variation selectors that some clients add.
    var key: String {
        if let id { return "\(id)" }
        var scalars = String.UnicodeScalarView()
        for scalar in (name ?? "").unicodeScalars where scalar != "\u{FE0F}" {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
