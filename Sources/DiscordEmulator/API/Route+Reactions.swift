import Essentials
import EventLoop

/// Operations on reactions.
extension Route {
    static let reactions = [
        Route("PUT", own, bucket: "own reaction") { exchange throws(Refusal) in
            let (channel, message, emoji) = try exchange.reactionTarget()
            guard exchange.knows(emoji) else { throw .unknownEmoji }
            try exchange.requireOpen(channel)
            if message.reaction(emoji) == nil { try exchange.require(.addReactions, in: channel) }
            guard message.react(emoji, by: exchange.bot, isBurst: false) else {
                throw .tooManyReactions
            }
            return .nothing
        },
        Route("DELETE", own, bucket: "own reaction") { exchange throws(Refusal) in
            let (channel, message, emoji) = try exchange.reactionTarget()
            try exchange.requireOpen(channel)
            message.unreact(emoji, by: exchange.bot)
            return .nothing
        },
        Route("DELETE", one + "/{user_id}", bucket: "reaction") { exchange throws(Refusal) in
            let (channel, message, emoji) = try exchange.reactionTarget()
            let user = try exchange.id(3)
            if user != exchange.bot { try exchange.require(.manageMessages, in: channel) }
            try exchange.requireOpen(channel)
            message.unreact(emoji, by: user)
            return .nothing
        },
        Route("DELETE", one, bucket: "reaction") { exchange throws(Refusal) in
            let (channel, message, emoji) = try exchange.reactionTarget()
            try exchange.require(.manageMessages, in: channel)
            try exchange.requireOpen(channel)
            message.clearReactions(emoji)
            return .nothing
        },
        Route("DELETE", all, bucket: "reaction") { exchange throws(Refusal) in
            let channel = try exchange.channel()
            let message = try exchange.message(in: channel)
            try exchange.require(.manageMessages, in: channel)
            try exchange.requireOpen(channel)
            message.reactions = []
            return .nothing
        },
        Route("GET", one, bucket: "list reactions") { exchange throws(Refusal) in
            let (_, message, emoji) = try exchange.reactionTarget()
            let type = try exchange.queryNumber("type", default: 0, 0...1)
            let limit = try exchange.queryNumber("limit", default: 25, 1...100)
            let after = try exchange.queryID("after")
            let reaction = message.reaction(emoji)
            let users = (type == 0 ? reaction?.normal : reaction?.burst) ?? []
            let rest = users.filter { id in after.map { id > $0 } ?? true }.sorted()
            let page = exchange.world.shortPages.page(of: rest, limit)
            return .list(page.compactMap { exchange.world.users[$0] }) { $0.write(to: &$1) }
        },
    ]

    private static let all = "/channels/{channel_id}/messages/{message_id}/reactions"
    private static let one = all + "/{emoji_name}"
    private static let own = one + "/@me"
}

extension Exchange {
    func reactionTarget() throws(Refusal) -> (EmulatedChannel, EmulatedMessage, EmulatedEmoji) {
        let channel = try channel()
        let message = try message(in: channel)
        guard let emoji = EmulatedEmoji(pathText: parameters[2]) else { throw .unknownEmoji }
        return (channel, message, emoji)
    }

    /// Whether the bot can react so: with any Unicode emoji, and with those of its guilds.
    func knows(_ emoji: EmulatedEmoji) -> Bool {
        guard let id = emoji.id else { return true }
        return world.botGuilds.contains { $0.emojis[id] != nil }
    }
}
