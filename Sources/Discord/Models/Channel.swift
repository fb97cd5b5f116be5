import Essentials

/// A channel of a guild.
package struct Channel: DiscordModel {
    package let id: Snowflake
    package let guild: Snowflake?
    /// Discord's number: 0 text, 2 voice, 4 category …
    package let type: Int
    package let name: String?
    package let parent: Snowflake?
    /// Age-restricted.
    package let isNSFW: Bool

    package init?(_ json: JSONValue) {
        guard let id = json.id("id"), let type = json.number("type") else { return nil }
        self.id = id
        self.type = type
        guild = json.id("guild_id")
        name = json.text("name")
        parent = json.id("parent_id")
        isNSFW = json.flag("nsfw")
    }

    /// A thread of a text or announcement channel, or a forum's post.
    var isThread: Bool { (10...12).contains(type) }

    package static let text = 0
    package static let voice = 2
    package static let category = 4
}
