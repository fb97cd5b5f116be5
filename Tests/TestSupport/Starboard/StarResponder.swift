import Discord
import Essentials
import EventLoop
import HTTP

/// Executes the calls of ``StarDiscord``.
@LoopActor
final class StarResponder: HTTPResponder {
    weak var discord: StarDiscord?

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let discord else { return HTTPResponse(status: 503) }
        let call = StarDiscord.Call(
            method: request.methodName.text, path: request.path.text,
            query: request.query?.text ?? "", body: request.body.text)
        discord.receive(call)
        switch await discord.intercept(call) {
        case nil: return discord.execute(call)
        case .refused(let status, let code, let message):
            return .refused(status, code, message)
        case .dropped:
            _ = discord.execute(call)
            return .dropped
        case .garbled(let isExecuted):
            if isExecuted { _ = discord.execute(call) }
            return HTTPResponse(status: 200, body: .text("<html>"))
        }
    }

    func respond(toMalformed error: HTTPError) -> HTTPResponse {
        HTTPResponse(status: error.status)
    }
}

extension StarDiscord {
    fileprivate func execute(_ call: Call) -> HTTPResponse {
        let parts = call.path.split(separator: "/").dropFirst(2).map(String.init)
        if parts == ["users", "@me"] { return .json { Self.write(user: Self.bot, into: &$0) } }
        guard parts.first == "channels", let id = Int64(parts[1]), let channel = channels[id]
        else { return .refused(404, 10_003, "Unknown Channel") }
        guard parts.count > 2 else { return .json { channel.write(id, into: &$0) } }
        guard parts.count > 3 else {
            return call.method == "POST" ? post(call, to: id) : list(call, in: id)
        }
        guard let message = Int64(parts[3]), let post = posts[message], !post.isDeleted,
            post.channel == id
        else { return .refused(404, 10_008, "Unknown Message") }
        if parts.count > 4 { return reactions(call, on: post) }
        switch call.method {
        case "GET": return .json { post.write(into: &$0) }
        case "PATCH": return edit(post, call)
        default:
            posts[message]?.isDeleted = true
            return HTTPResponse(status: 204)
        }
    }

    private func post(_ call: Call, to channel: Int64) -> HTTPResponse {
        let fields = Fields(call.body)
        let known = posts.values.first {
            $0.nonce != nil && $0.nonce == fields.nonce && $0.channel == channel
                && Instant.now() - $0.madeAt < nonceLimit
        }
        if let known { return .json { known.write(into: &$0) } }
        let id = newID()
        let post = Post(
            id: id, channel: channel, author: Self.bot, content: fields.content ?? "",
            nonce: fields.nonce, embed: fields.embeds, link: fields.link, madeAt: .now())
        posts[id] = post
        return .json { post.write(into: &$0) }
    }

    private func edit(_ post: Post, _ call: Call) -> HTTPResponse {
        var post = post
        post.content = Fields(call.body).content ?? post.content
        posts[post.id] = post
        return .json { post.write(into: &$0) }
    }

    private func list(_ call: Call, in channel: Int64) -> HTTPResponse {
        let after = call.number("after") ?? 0
        let limit = Int(call.number("limit") ?? 50)
        let page = standing(in: channel).filter { $0.id > after }.prefix(limit).reversed()
        return .json { writer in
            writer.beginArray()
            for post in page { post.write(into: &writer) }
            writer.endArray()
        }
    }

    private func reactions(_ call: Call, on post: Post) -> HTTPResponse {
        let type = ReactionType(rawValue: Int(call.number("type") ?? 0)) ?? .normal
        let after = call.number("after") ?? 0
        let limit = Int(call.number("limit") ?? 25)
        let members = (post.stars[type] ?? []).filter { $0 > after }.prefix(limit)
        return .json { writer in
            writer.beginArray()
            for member in members { Self.write(user: member, into: &writer) }
            writer.endArray()
        }
    }

    nonisolated static func write(user: Int64, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", "\(user)")
        writer.field("username", "member\(user)")
        writer.field("global_name", "Member \(user)")
        writer.field("avatar", "abc")
        writer.field("bot", user == bot || user >= firstBot)
        writer.endObject()
    }
}

/// What is read of a message that is sent.
private struct Fields {
    var content: String?
    var nonce: String?
    var embeds = "[]"
    var link: String?

    init(_ body: String) {
        let document = JSONDocument()
        Array(body.utf8).withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return }
            let root = document.root
            content = root.member("content" as StaticString)?.string()
            nonce = root.member("nonce" as StaticString)?.string()
            let embed = root.member("embeds" as StaticString)?.elements.first { _ in true }
            link = embed?.member("url" as StaticString)?.string()
        }
        guard let start = body.firstRange(of: "\"embeds\":["),
            let end = body.firstRange(of: "],\"nonce\"")
        else { return }
        embeds = "[" + body[start.upperBound..<end.lowerBound] + "]"
    }
}

extension StarDiscord.Channel {
    fileprivate func write(_ id: Int64, into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", "\(id)")
        writer.field("guild_id", "\(guild)")
        writer.field("type", type)
        writer.field("nsfw", isRestricted)
        if let parent { writer.field("parent_id", "\(parent)") }
        writer.endObject()
    }
}

extension StarDiscord.Post {
    fileprivate func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", "\(id)")
        writer.field("channel_id", "\(channel)")
        writer.key("author")
        StarDiscord.write(user: author, into: &writer)
        writer.field("content", content)
        writer.field("timestamp", "2026-01-31T12:00:00.000000+00:00")
        writer.key("embeds")
        writer.append(embed)
        let count = stars.values.reduce(0) { $0 + $1.count }
        writer.key("reactions")
        writer.beginArray()
        if count > 0 {
            writer.beginObject()
            writer.field("count", count)
            writer.key("emoji")
            writer.beginObject()
            writer.field("name", "⭐")
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}

extension StarDiscord.Call {
    fileprivate func number(_ name: String) -> Int64? {
        query.split(separator: "&").first { $0.hasPrefix("\(name)=") }
            .flatMap { Int64($0.dropFirst(name.count + 1)) }
    }
}

extension HTTPResponse {
    fileprivate static func json(_ write: (inout ByteWriter) -> Void) -> HTTPResponse {
        var writer = ByteWriter()
        write(&writer)
        return HTTPResponse(status: 200, body: .bytes(writer.bytes))
    }

    fileprivate static func refused(_ status: Int, _ code: Int, _ message: String) -> HTTPResponse {
        .json { writer in
            writer.beginObject()
            writer.field("code", code)
            writer.field("message", message)
            writer.endObject()
        }.with(status)
    }

    private func with(_ status: Int) -> HTTPResponse {
        var response = self
        response.status = status
        return response
    }

    /// Ends in the middle.
    fileprivate static var dropped: HTTPResponse {
        HTTPResponse(status: 200, body: .stream { _ in throw TestFailure("dropped") })
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
