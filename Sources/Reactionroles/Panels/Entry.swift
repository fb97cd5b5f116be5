import Modules

/// One choice of a panel: an emoji, and the roles it gives.
struct Entry: Hashable, Sendable {
    let id: Int64
    let panel: Int64
    let guild: Snowflake
    var roles: [Snowflake]
    let emoji: Emoji
    /// The label of a button or a select option.
    var text: String?
    var description: String?
}

extension Entry: Record {
    static let title: String? = "Entry"
    static let members: Members = [
        .id("entry_id", \.id), .id("panel_id", \.panel), .member("guild_id", \.guild),
        .member("role_ids", \.roles), .member("emoji_name") { $0.emoji.name ?? "" },
        .member("emoji_id", \.emoji.id), .member("text", \.text),
        .member("description", \.description),
    ]

    init(_ columns: inout RowReader) {
        self.init(
            id: columns.next(), panel: columns.next(), guild: columns.next(),
            roles: columns.next(), emoji: Emoji(id: columns.next(), name: columns.next()),
            text: columns.next(), description: columns.next())
    }
}

extension Emoji {
    /// The identity of an emoji: its id, or its characters without the variation selectors that some clients add.
    var key: String {
        if let id { return "\(id)" }
        var scalars = String.UnicodeScalarView()
        for scalar in (name ?? "").unicodeScalars where scalar != "\u{FE0F}" {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
