import Essentials

/// A message.
package struct Message: DiscordModel {
    package let id: Snowflake
    package let channel: Snowflake?
    package let author: User?
    package let content: String
    /// ISO 8601.
    package let sentAt: String
    /// Sent by a webhook.
    package let webhook: Snowflake?
    package let attachments: [Attachment]
    package let embeds: [EmbedPreview]
    package let reactions: [Reaction]
    /// What it was sent with; Discord shows it only for a while.
    package let nonce: String?

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        channel = json.id("channel_id")
        author = json.object("author")
        content = json.text("content") ?? ""
        sentAt = json.text("timestamp") ?? ""
        webhook = json.id("webhook_id")
        attachments = json.list("attachments")
        embeds = json.list("embeds")
        reactions = json.list("reactions")
        nonce = json.text("nonce") ?? json.member("nonce")?.int64().map { "\($0)" }
    }
}

/// A file of a message.
package struct Attachment: DiscordModel {
    package let url: String
    package let filename: String
    /// Such as `image/png`.
    package let contentType: String?

    package init?(_ json: JSONValue) {
        guard let url = json.text("url") else { return nil }
        self.url = url
        filename = json.text("filename") ?? ""
        contentType = json.text("content_type")
    }
}

/// What is read of an embed that stands in a message.
package struct EmbedPreview: DiscordModel {
    package let url: String?
    package let title: String?
    package let description: String?
    package let image: String?
    package let thumbnail: String?

    package init?(_ json: JSONValue) {
        url = json.text("url")
        title = json.text("title")
        description = json.text("description")
        image = json.member("image")?.text("url")
        thumbnail = json.member("thumbnail")?.text("url")
    }
}

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
