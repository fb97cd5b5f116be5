import Essentials

/// A message.
package struct Message: DiscordModel {
    package let id: Snowflake
    package let channel: Snowflake?
    package let author: User?
    /// ISO 8601.
    package let sentAt: String
    /// Discord's number for what it is: 0 what somebody wrote, 19 a reply, 6 that something was pinned …
    package let type: Int
    /// Sent by a webhook.
    package let webhook: Snowflake?
    package let contents: MessageContents
    /// The messages that this one forwards, as they were then.
    package let forwarded: [MessageContents]
    package let reactions: [Reaction]
    /// The nonce it was sent with; Discord shows it only for a while.
    package let nonce: String?

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        channel = json.id("channel_id")
        author = json.object("author")
        sentAt = json.text("timestamp") ?? ""
        type = json.number("type") ?? 0
        webhook = json.id("webhook_id")
        contents = MessageContents(json)
        forwarded =
            json.member("message_snapshots")?.elements.compactMap { snapshot in
                snapshot.member("message").map { MessageContents($0) }
            } ?? []
        reactions = json.list("reactions")
        nonce = json.text("nonce") ?? json.member("nonce")?.int64().map { "\($0)" }
    }

    /// Whether somebody wrote it or used a command for it; everything else is a notice of Discord's own.
    package var isSomebodys: Bool { Self.somebodys.contains(type) }

    /// Message, reply, answer to a command, to a context menu's.
    private static let somebodys = [0, 19, 20, 23]

    package var content: String { contents.text }
    package var embeds: [EmbedPreview] { contents.embeds }
}
