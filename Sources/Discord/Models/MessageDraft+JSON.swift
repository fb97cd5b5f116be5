import Essentials

/// A draft as the body of a request.
extension MessageDraft {
    /// Writes the members of the message's object.
    func write(into writer: inout ByteWriter) {
        if let content { writer.field("content", content) }
        if let embeds {
            writer.key("embeds")
            writer.append(embeds)
        }
        if let components {
            writer.key("components")
            writer.append(components)
        }
        if isEphemeral { writer.field("flags", 64) }
        if let nonce {
            writer.field("nonce", nonce)
            writer.field("enforce_nonce", true)
        }
        if let reply {
            writer.key("message_reference")
            writer.beginObject()
            writer.field("message_id", reply)
            writer.field("fail_if_not_exists", false)
            writer.endObject()
        }
        writer.key("allowed_mentions")
        writer.beginObject()
        writer.field("parse", [String]())
        writer.field("users", mentionedUsers)
        writer.field("roles", mentionedRoles)
        writer.field("replied_user", false)
        writer.endObject()
    }
}
