import Essentials

/// A message to be sent or edited. `allowed_mentions` always goes with it: nobody is mentioned unless listed here.
package struct MessageDraft: Sendable {
    /// ≤ 2,000 characters.
    package var content: String?
    /// A JSON array of ≤ 10 embeds, already within Discord's limits.
    package var embeds: [UInt8]?
    /// A JSON array of action rows.
    package var components: [UInt8]?
    package var mentionedUsers: [Snowflake] = []
    package var mentionedRoles: [Snowflake] = []
    /// ≤ 25 characters: within some minutes Discord gives back the message sent first instead of a second one.
    package var nonce: String?
    /// The message that this one replies to, in the same channel; if it's gone, this one is sent all the same.
    package var reply: Snowflake?
    /// Seen by one member only; of interactions' follow-ups.
    package var isEphemeral = false

    package init(content: String? = nil) {
        self.content = content
    }

    /// The draft as it's sent in a guild: the role that has the guild's id is @everyone, which is never mentioned.
    func within(_ guild: Snowflake) -> MessageDraft {
        var draft = self
        draft.mentionedRoles.removeAll { $0 == guild }
        return draft
    }
}
