import Essentials
import EventLoop

/// Builds one channel with its messages from JSON.
@LoopActor
struct ChannelDocument {
    private let json: JSON

    init(_ json: JSON) { self.json = json }

    @discardableResult
    func build(in guild: EmulatedGuild) throws(WorldFault) -> [Snowflake] {
        let known: Set = [
            "id", "name", "type", "parent", "nsfw", "topic", "overwrites", "messages", "count",
            "owner", "archived", "locked", "members",
        ]
        try checkMembers(json, known, "a channel")
        var made: [Snowflake] = []
        var parent: Snowflake?
        if let named = json.value("parent") { parent = try guild.channel(named: named) }
        for _ in 0..<(json["count"]?.integer ?? 1) {
            let id = guild.addChannel(
                id: json["id"]?.id, json["name"]?.string ?? "channel", type: try type(),
                parent: parent, isNSFW: json["nsfw"]?.bool ?? false,
                overwrites: try overwrites(guild))
            guild.channel(id)?.topic = json["topic"]?.string
            try guild.channel(id)?.setThread(json)
            for message in json["messages"]?.elements ?? [] {
                try guild.add(message: message, in: id)
            }
            made.append(id)
        }
        return made
    }

    /// A number of Discord's, or a word.
    private func type() throws(WorldFault) -> Int {
        switch json["type"] {
        case nil, .null: return EmulatedChannel.text
        case .integer(let number): return Int(number)
        case .string("text"): return EmulatedChannel.text
        case .string("voice"): return EmulatedChannel.voice
        case .string("category"): return EmulatedChannel.category
        case .string("forum"): return 15
        case .string("thread"): return 11
        case .string("private-thread"): return EmulatedChannel.privateThread
        default:
            throw WorldFault(
                "a channel's type is a number, text, voice, category, forum, thread or "
                    + "private-thread")
        }
    }

    func overwrites(_ guild: EmulatedGuild) throws(WorldFault) -> [PermissionOverwrite] {
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

extension EmulatedChannel {
    /// Does what is named, and leaves the rest.
    func setThread(_ json: JSON) throws(WorldFault) {
        guard thread != nil else {
            let own = ["owner", "archived", "locked", "members"].first { json[$0] != nil }
            guard let own else { return }
            throw WorldFault("only a thread has “\(own)”")
        }
        guard permissionSource !== self else {
            throw WorldFault("a thread has a parent, a channel of its guild")
        }
        if let owner = json["owner"]?.id { thread?.owner = owner }
        if let flag = json["archived"]?.bool { thread?.isArchived = flag }
        if let flag = json["locked"]?.bool { thread?.isLocked = flag }
        if let members = json["members"]?.elements {
            thread?.members = Set(members.compactMap(\.id))
        }
    }
}
