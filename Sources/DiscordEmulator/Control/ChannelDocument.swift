import Essentials
import EventLoop

/// Builds one channel with its messages from JSON.
@LoopActor
struct ChannelDocument {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    func build(in guild: EmulatedGuild) throws(WorldFault) {
        let known: Set = [
            "id", "name", "type", "parent", "nsfw", "topic", "overwrites", "messages", "count",
        ]
        try checkMembers(json, known, "a channel")
        var parent: Snowflake?
        if let named = json.value("parent") { parent = try guild.channel(named: named) }
        for _ in 0..<(json["count"]?.integer ?? 1) {
            let id = guild.addChannel(
                id: json["id"]?.id, json["name"]?.string ?? "channel", type: try type(),
                parent: parent, isNSFW: json["nsfw"]?.bool ?? false,
                overwrites: try overwrites(guild))
            guild.channel(id)?.topic = json["topic"]?.string
            for message in json["messages"]?.elements ?? [] {
                try guild.add(message: message, in: id)
            }
        }
    }

    /// A number of Discord's, or a word.
    private func type() throws(WorldFault) -> Int {
        switch json["type"] {
        case nil, .null: return EmulatedChannel.text
        case .integer(let number): return Int(number)
        case .string("text"): return EmulatedChannel.text
        case .string("voice"): return EmulatedChannel.voice
        case .string("category"): return EmulatedChannel.category
        default: throw WorldFault("a channel's type is a number, text, voice or category")
        }
    }

    private func overwrites(_ guild: EmulatedGuild) throws(WorldFault) -> [PermissionOverwrite] {
        var list: [PermissionOverwrite] = []
        for element in json["overwrites"]?.elements ?? [] {
            var element = element
            if element["type"] == nil { element["type"] = .integer(0) }
            if element["id"]?.string == "@everyone" { element["id"] = .id(guild.id) }
            guard let overwrite = PermissionOverwrite(element) else {
                throw WorldFault("an overwrite has id, type, allow and deny: \(element.text)")
            }
            list.append(overwrite)
        }
        return list
    }
}

extension EmulatedGuild {
    @discardableResult
    func add(message json: JSON, in channel: Snowflake) throws(WorldFault) -> Snowflake {
        let known: Set = [
            "id", "channel", "author", "content", "embeds", "attachments", "reactions", "webhook",
        ]
        try checkMembers(json, known, "a message")
        let attachments = (json["attachments"]?.elements ?? []).map { self.attachment($0) }
        let id = addMessage(
            id: json["id"]?.id, json["content"]?.string ?? "", in: channel,
            by: json["author"]?.id,
            embeds: (json["embeds"]?.elements ?? []).map(EmbedForm.response),
            attachments: attachments, webhook: json["webhook"]?.id)
        for reaction in json["reactions"]?.elements ?? [] {
            guard let emoji = EmulatedEmoji(reaction["emoji"] ?? .null) else {
                throw WorldFault("no emoji: \(reaction.text)")
            }
            for user in reaction["users"]?.elements.compactMap(\.id) ?? [] {
                react(emoji, to: id, in: channel, by: user)
            }
            for user in reaction["burst"]?.elements.compactMap(\.id) ?? [] {
                react(emoji, to: id, in: channel, by: user, isBurst: true)
            }
        }
        return id
    }

    /// With all members that Discord gives.
    func attachment(_ json: JSON) -> JSON {
        var result = json
        let url = json["url"] ?? .string("https://cdn.example/file")
        result["id"] = json["id"] ?? .id(world.newID())
        result["filename"] = json["filename"] ?? .string("file")
        result["size"] = json["size"] ?? .integer(1)
        result["url"] = url
        result["proxy_url"] = json["proxy_url"] ?? url
        return result
    }
}
