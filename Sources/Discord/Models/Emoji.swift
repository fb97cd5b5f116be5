import Essentials

/// A Unicode emoji (without an id), or one of a guild's own.
package struct Emoji: DiscordModel, Hashable {
    package let id: Snowflake?
    package let name: String?

    package init(id: Snowflake?, name: String?) {
        self.id = id
        self.name = name
    }

    package init?(_ json: JSONValue) {
        id = json.id("id")
        name = json.text("name")
        if id == nil, name == nil { return nil }
    }

    package static let star = Emoji(id: nil, name: "\u{2B50}")

    /// As it stands in a path, before percent-encoding: the character, or `name:id`.
    package var pathText: String {
        id.map { "\(name ?? "_"):\($0)" } ?? name ?? ""
    }
}
