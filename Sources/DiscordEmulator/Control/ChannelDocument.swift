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
