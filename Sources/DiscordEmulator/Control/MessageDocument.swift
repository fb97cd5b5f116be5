import Essentials
import EventLoop

/// Builds one message from JSON, of any type and with any content that Discord knows.
@LoopActor
struct MessageDocument {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    private static let own: Set = [
        "id", "channel", "author", "content", "embeds", "attachments", "reactions", "webhook",
        "type", "flags", "components", "nonce", "reply",
    ]
    /// Members of Discord's own `MessageResponse` that stand in the answer as they are given here.
    private static let extras: Set = [
        "activity", "application", "application_id", "call", "interaction",
        "interaction_metadata", "lobby_member", "mention_channels", "message_reference",
        "message_snapshots", "poll", "position", "purchase_notification", "referenced_message",
        "resolved", "role_subscription_data", "shared_client_theme", "sticker_items", "stickers",
        "thread",
    ]
    private static let types = Set(0...12).union(14...29).union([31, 32, 36, 37, 38, 39, 46, 55])

    func build(
        in guild: EmulatedGuild, _ channel: Snowflake
    ) throws(WorldFault) -> Snowflake {
        try checkMembers(json, Self.own.union(Self.extras), "a message")
        let type = json["type"]?.integer ?? 0
        guard Self.types.contains(type) else {
            throw WorldFault("Discord has no messages of type \(type)")
        }
        let id = guild.addMessage(
            id: json["id"]?.id, json["content"]?.string ?? "", in: channel,
            by: json["author"]?.id,
            embeds: (json["embeds"]?.elements ?? []).map(Self.embed),
            attachments: (json["attachments"]?.elements ?? []).map { guild.attachment($0) },
            webhook: json["webhook"]?.id, type: type)
        if let message = guild.message(id, in: channel) { fill(message, in: guild) }
        try react(to: id, in: guild, channel)
        return id
    }

    private func fill(_ message: EmulatedMessage, in guild: EmulatedGuild) {
        message.flags = json["flags"]?.integer ?? 0
        message.components = ComponentForm.response(to: json["components"]?.elements ?? [])
        message.reply = json["reply"]?.id
        if let nonce = json.value("nonce") {
            message.nonce = nonce
            guild.world.remember(nonce, of: message)
        }
        for member in json.members where Self.extras.contains(member.key) {
            message.extras[member.key] = whole(member, of: message, in: guild)
        }
    }

    /// With the members that Discord always gives, so that a case writes only what it is about.
    private func whole(
        _ member: JSON.Member, of message: EmulatedMessage, in guild: EmulatedGuild
    ) -> JSON {
        switch member.key {
        case "message_snapshots":
            .array(member.value.elements.map { Self.snapshot($0, of: message, in: guild) })
        case "poll": Self.poll(member.value)
        default: member.value
        }
    }

    private func react(
        to message: Snowflake, in guild: EmulatedGuild, _ channel: Snowflake
    ) throws(WorldFault) {
        for reaction in json["reactions"]?.elements ?? [] {
            guard let emoji = EmulatedEmoji(reaction["emoji"] ?? .null) else {
                throw WorldFault("no emoji: \(reaction.text)")
            }
            for user in reaction["users"]?.elements.compactMap(\.id) ?? [] {
                guild.react(emoji, to: message, in: channel, by: user)
            }
            for user in reaction["burst"]?.elements.compactMap(\.id) ?? [] {
                guild.react(emoji, to: message, in: channel, by: user, isBurst: true)
            }
        }
    }
}
