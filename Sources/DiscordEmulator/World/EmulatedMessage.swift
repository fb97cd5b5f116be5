import Essentials
import EventLoop

/// A message of a channel, or a follow-up to an interaction.
@LoopActor
package final class EmulatedMessage {
    package nonisolated let id: Snowflake
    package let channel: Snowflake
    package let author: EmulatedUser
    /// Discord's number for what it is; a reply is 19 whatever this says.
    package internal(set) var type = 0
    /// Sent by a webhook, or answering an interaction.
    package internal(set) var webhook: Snowflake?
    package internal(set) var content: String
    /// As Discord gives them back.
    package internal(set) var embeds: [JSON] = []
    package internal(set) var components: [JSON] = []
    package internal(set) var attachments: [JSON] = []
    package internal(set) var flags = 0
    package internal(set) var nonce: JSON?
    package internal(set) var reply: Snowflake?
    package let sentAt: Timestamp
    package internal(set) var editedAt: Timestamp?
    /// As it came with the message or its last edit; nil: everything is mentioned.
    package internal(set) var allowedMentions: JSON?
    /// Whom the message pings, its `allowed_mentions` considered.
    package internal(set) var mentions = Mentions()
    /// Members that only some kinds of messages have, as Discord writes them: a poll, a forward's snapshots, stickers …
    package internal(set) var extras = JSON.object([])
    /// In the order in which the emoji came.
    package internal(set) var reactions: [EmulatedReaction] = []

    package var isEphemeral: Bool { flags & 64 != 0 }

    /// Written by Discord rather than by somebody: only texts, replies and commands' answers are somebody's.
    var isSystem: Bool { ![0, 19, 20, 23].contains(type) }

    /// Discord keeps notes of who was added to a group, calls and threads' first messages.
    var isDeletable: Bool { ![1, 2, 3, 4, 5, 21].contains(type) }

    init(
        id: Snowflake, channel: Snowflake, author: EmulatedUser, content: String, sentAt: Timestamp
    ) {
        self.id = id
        self.channel = channel
        self.author = author
        self.content = content
        self.sentAt = sentAt
    }

    package func reaction(_ emoji: EmulatedEmoji) -> EmulatedReaction? {
        reactions.first { $0.emoji.key == emoji.key }
    }

    /// - Returns: false where the message has 20 other emoji already.
    func react(_ emoji: EmulatedEmoji, by user: Snowflake, isBurst: Bool) -> Bool {
        if let index = reactions.firstIndex(where: { $0.emoji.key == emoji.key }) {
            reactions[index].insert(user, isBurst: isBurst)
            return true
        }
        guard reactions.count < 20 else { return false }
        var reaction = EmulatedReaction(emoji: emoji)
        reaction.insert(user, isBurst: isBurst)
        reactions.append(reaction)
        return true
    }

    func unreact(_ emoji: EmulatedEmoji, by user: Snowflake) {
        guard let index = reactions.firstIndex(where: { $0.emoji.key == emoji.key }) else { return }
        reactions[index].remove(user)
        if reactions[index].count == 0 { reactions.remove(at: index) }
    }

    func clearReactions(_ emoji: EmulatedEmoji) {
        reactions.removeAll { $0.emoji.key == emoji.key }
    }
}
