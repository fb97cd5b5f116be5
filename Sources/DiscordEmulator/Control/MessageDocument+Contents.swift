import Essentials
import EventLoop

/// The contents of a message in a document.
extension MessageDocument {
    /// Bots' embeds are always rich; with a type, an embed is one of Discord's own making, such as a link's preview.
    static func embed(_ json: JSON) -> JSON {
        json["type"] == nil ? EmbedForm.response(to: json) : json
    }

    /// A forward's copy of a message.
    static func snapshot(
        _ json: JSON, of message: EmulatedMessage, in guild: EmulatedGuild
    ) -> JSON {
        var inner = json["message"] ?? .object([])
        for name in ["mentions", "mention_roles"] where inner[name] == nil {
            inner[name] = .array([])
        }
        inner["attachments"] = .array(
            (inner["attachments"]?.elements ?? []).map { guild.attachment($0) })
        inner["embeds"] = .array((inner["embeds"]?.elements ?? []).map(embed))
        inner["components"] = .array(
            ComponentForm.response(to: inner["components"]?.elements ?? []))
        inner["type"] = inner["type"] ?? .integer(0)
        inner["content"] = inner["content"] ?? .string("")
        inner["flags"] = inner["flags"] ?? .integer(0)
        inner["timestamp"] = inner["timestamp"] ?? .string("\(message.sentAt)")
        inner["edited_timestamp"] = inner["edited_timestamp"] ?? .null
        return .object([.init("message", inner)])
    }

    /// A poll; its question and its answers may be given as plain texts.
    static func poll(_ json: JSON) -> JSON {
        var poll = json
        poll["question"] = media(json["question"])
        poll["answers"] = .array(
            (json["answers"]?.elements ?? []).enumerated().map { index, answer in
                answer.string == nil
                    ? answer
                    : .object([
                        .init("answer_id", .integer(Int64(index + 1))),
                        .init("poll_media", media(answer)),
                    ])
            })
        poll["expiry"] = json["expiry"] ?? .string("2038-01-19T03:14:07.000000+00:00")
        poll["allow_multiselect"] = json["allow_multiselect"] ?? .bool(false)
        poll["layout_type"] = json["layout_type"] ?? .integer(1)
        poll["results"] =
            json["results"]
            ?? .object([.init("answer_counts", .array([])), .init("is_finalized", .bool(false))])
        return poll
    }

    private static func media(_ json: JSON?) -> JSON {
        guard let json, json.string == nil else {
            return .object([.init("text", json ?? .string(""))])
        }
        return json
    }
}

extension EmulatedGuild {
    @discardableResult
    func add(message json: JSON, in channel: Snowflake) throws(WorldFault) -> Snowflake {
        try MessageDocument(json).build(in: self, channel)
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
