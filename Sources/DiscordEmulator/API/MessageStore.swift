import Essentials
import EventLoop

/// How the bot's messages come to be, change and go.
extension Exchange {
    /// Posts to a channel, or gives back what was posted with the same nonce within the last minutes.
    func post(_ form: MessageForm, in channel: EmulatedChannel) throws(Refusal) -> EmulatedMessage {
        if let earlier = earlierMessage(form) { return earlier }
        let message = EmulatedMessage(
            id: world.newID(), channel: channel.id, author: world.bot,
            content: form.content ?? "", sentAt: world.clock.now)
        message.reply = try replied(form, in: channel)
        message.nonce = form.nonce
        apply(form, to: message, in: channel.guild)
        channel.insert(message)
        if let nonce = form.nonce { world.remember(nonce, of: message) }
        return message
    }

    /// The message that was sent with this nonce and still exists.
    private func earlierMessage(_ form: MessageForm) -> EmulatedMessage? {
        guard form.enforcesNonce, let nonce = form.nonce,
            let message = world.message(withNonce: nonce, by: bot),
            world.remembersNonce(of: message),
            world.channels[message.channel]?.message(message.id) != nil
        else { return nil }
        return message
    }

    private func replied(
        _ form: MessageForm, in channel: EmulatedChannel
    ) throws(Refusal) -> Snowflake? {
        guard let reply = form.reply else { return nil }
        guard permissions(in: channel).contains(.readMessageHistory) else {
            throw .unreadableReply
        }
        if let message = channel.message(reply) {
            guard !message.isSystem else {
                throw .invalidForm(
                    "message_reference", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
                    "Cannot reply to a system message")
            }
            return reply
        }
        guard form.failsWithoutReplied else { return nil }
        throw .invalidForm(
            "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
    }

    /// Does what the form names, and leaves the rest.
    func apply(_ form: MessageForm, to message: EmulatedMessage, in guild: EmulatedGuild?) {
        if let content = form.content { message.content = content }
        if let embeds = form.embeds { message.embeds = embeds.map(EmbedForm.response) }
        if let components = form.components {
            message.components = ComponentForm.response(to: components)
        }
        if let flags = form.flags { message.flags = flags }
        message.allowedMentions = form.allowedMentions
        message.mentions = pinged(message, in: guild)
    }

    /// Everyone, and roles that can't be mentioned by anybody, need a permission of their own.
    private func pinged(_ message: EmulatedMessage, in guild: EmulatedGuild?) -> Mentions {
        var mentions = Mentions(in: message.content).allowed(by: message.allowedMentions)
        guard let guild, !guild.permissions(of: bot).contains(.mentionEveryone) else {
            return mentions
        }
        mentions.everyone = false
        mentions.roles = mentions.roles.filter { guild.roles[$0]?.isMentionable ?? false }
        return mentions
    }

    func view(of message: EmulatedMessage, in guild: EmulatedGuild?) -> EmulatedMessage.View {
        EmulatedMessage.View(
            bot: bot, guild: guild?.id, users: world.users,
            hidesContent: !world.intents.messageContent,
            showsNonce: world.remembersNonce(of: message))
    }
}

extension World {
    /// A nonce is its author's, whatever the channel: others may send the same one.
    func remember(_ nonce: JSON, of message: EmulatedMessage) {
        nonces["\(message.author.id) \(nonce.text)"] = message
    }

    func message(withNonce nonce: JSON, by author: Snowflake) -> EmulatedMessage? {
        nonces["\(author) \(nonce.text)"]
    }

    func remembersNonce(of message: EmulatedMessage) -> Bool {
        message.sentAt + nonceMemory > clock.now
    }
}
