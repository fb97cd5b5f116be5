import Essentials

/// A message as Discord answers it.
extension EmulatedMessage {
    /// How a message is shown to somebody.
    struct View {
        let bot: Snowflake
        let guild: Snowflake?
        let users: [Snowflake: EmulatedUser]
        /// Without the intent for messages' contents, others' are empty.
        var hidesContent = false
        var showsNonce = false
    }

    /// Discord's `MessageResponse`.
    func write(to writer: inout ByteWriter, _ view: View) {
        let isHidden = view.hidesContent && author.id != view.bot
        writer.beginObject()
        writer.field("type", reply == nil ? type : 19)
        writer.field("content", isHidden ? "" : content)
        writeMentions(to: &writer, view)
        writer.field("attachments", isHidden ? [] : attachments)
        writer.field("embeds", isHidden ? [] : embeds)
        writer.field("timestamp", sentAt)
        writer.field("edited_timestamp", editedAt)
        writer.field("flags", flags)
        writer.field("components", isHidden ? [] : components)
        writer.field("id", id)
        writer.field("channel_id", channel)
        writer.key("author")
        author.write(to: &writer)
        writer.field("pinned", false)
        writer.field("mention_everyone", mentions.everyone)
        writer.field("tts", false)
        if let nonce, view.showsNonce { writer.field("nonce", nonce) }
        if let webhook { writer.field("webhook_id", webhook) }
        if let reply { writeReference(to: &writer, reply, view) }
        for extra in extras.members where !(isHidden && Self.secret.contains(extra.key)) {
            writer.key(extra.key)
            extra.value.write(to: &writer)
        }
        if !reactions.isEmpty { writeReactions(to: &writer, view) }
        writer.endObject()
    }

    /// The members that the intent for contents governs.
    private static let secret: Set = ["poll", "message_snapshots"]

    private func writeMentions(to writer: inout ByteWriter, _ view: View) {
        writer.key("mentions")
        writer.beginArray()
        for user in mentions.users.sorted() { view.users[user]?.write(to: &writer) }
        writer.endArray()
        writer.field("mention_roles", mentions.roles.sorted())
    }

    private func writeReference(
        to writer: inout ByteWriter, _ message: Snowflake, _ view: View
    ) {
        writer.key("message_reference")
        writer.beginObject()
        writer.field("type", 0)
        writer.field("channel_id", channel)
        writer.field("message_id", message)
        if let guild = view.guild { writer.field("guild_id", guild) }
        writer.endObject()
    }

    private func writeReactions(to writer: inout ByteWriter, _ view: View) {
        writer.key("reactions")
        writer.beginArray()
        for reaction in reactions { reaction.write(to: &writer, for: view.bot) }
        writer.endArray()
    }
}
