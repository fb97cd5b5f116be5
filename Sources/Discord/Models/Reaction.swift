import Essentials

/// The reactions with one emoji on a message.
package struct Reaction: DiscordModel {
    package let emoji: Emoji
    /// Normal and burst ones together.
    package let count: Int
    /// Whether the bot has reacted so itself.
    package let isOwn: Bool

    package init?(_ json: JSONValue) {
        guard let emoji: Emoji = json.object("emoji") else { return nil }
        self.emoji = emoji
        count = json.number("count") ?? 0
        isOwn = json.flag("me")
    }
}
