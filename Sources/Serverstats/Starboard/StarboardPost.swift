import Modules

/// A message's post in the starboard channel: its content, and how it's recognized.
struct StarboardPost: Sendable {
    let guild: Snowflake
    let channel: Snowflake
    let message: Snowflake

    /// The post's text; the only part that edits change.
    func text(stars: Int) -> String { "⭐ \(stars) · <#\(channel)>" }

    /// The embed's link, which identifies the post.
    var link: String { "https://discord.com/channels/\(guild)/\(channel)/\(message)" }

    /// At most 19 + 1 + 5 characters. Attempts wrap around after 60 million, long after Discord has forgotten the nonce.
    func nonce(attempt: Int64) -> String {
        "\(message).\(String(attempt % 60_466_176, radix: 36))"
    }

    /// The complete message.
    func draft(of original: Message, stars: Int, attempt: Int64) -> MessageDraft {
        var draft = MessageDraft(content: text(stars: stars))
        draft.embeds = embeds(original)
        draft.nonce = nonce(attempt: attempt)
        return draft
    }

    /// The message of an edit.
    func edit(stars: Int) -> MessageDraft { MessageDraft(content: text(stars: stars)) }

    func isShown(by candidate: Message, bot: Snowflake) -> Bool {
        candidate.author?.id == bot && candidate.embeds.contains { $0.url == link }
    }

    private func embeds(_ original: Message) -> [UInt8] {
        var writer = ByteWriter()
        writer.beginArray()
        writer.beginObject()
        if let author = original.author { write(author, into: &writer) }
        writer.field("title", "Jump to the message")
        writer.field("url", link)
        let shown = ShownContents(of: original)
        if let text = shown.text { writer.field("description", text) }
        if let image = shown.picture { write(image: image, into: &writer) }
        if !original.sentAt.isEmpty { writer.field("timestamp", original.sentAt) }
        writer.field("color", 0xFF_AC33)
        writer.endObject()
        writer.endArray()
        return writer.bytes
    }

    private func write(_ author: User, into writer: inout ByteWriter) {
        writer.key("author")
        writer.beginObject()
        let name = author.globalName ?? author.username
        writer.field("name", (name.isEmpty ? "\(author.id)" : name).shortened(to: 256))
        writer.field("icon_url", author.avatarURL)
        writer.endObject()
    }

    private func write(image: String, into writer: inout ByteWriter) {
        writer.key("image")
        writer.beginObject()
        writer.field("url", image)
        writer.endObject()
    }
}

extension String {
    /// The text, cut to the limit and ended by an ellipsis if it's longer.
    func shortened(to limit: Int) -> String {
        let cut = cut(to: limit)
        return cut.utf8.count == utf8.count ? self : self.cut(to: limit - 1) + "…"
    }
}
