import Essentials
import EventLoop
import HTTP

/// How a typed call becomes a request, and its answer a model.
extension DiscordCalls {
    typealias Write = (inout ByteWriter) -> Void

    /// - Parameters:
    ///   - values: what stands in the template's `{…}`, in their order.
    ///   - suffix: the rest of path and query.
    func one<Model: DiscordModel>(
        _ method: HTTPMethod, _ template: StaticString, _ values: any CustomStringConvertible...,
        then suffix: String = "", authorization: DiscordRequest.Authorization = .bot,
        reason: String? = nil, isRepeatable: Bool? = nil, body: Write? = nil
    ) async throws(DiscordError) -> Model {
        let request = request(
            method, template, values, then: suffix, authorization: authorization, reason: reason,
            isRepeatable: isRepeatable, body: body)
        return try await read(request, Model.init)
    }

    /// A list is read while it comes.
    @LoopActor
    func list<Model: DiscordModel>(
        _ method: HTTPMethod, _ template: StaticString, _ values: any CustomStringConvertible...,
        then suffix: String = "", authorization: DiscordRequest.Authorization = .bot
    ) async throws(DiscordError) -> [Model] {
        let reader = ListReader<Model>()
        var request = request(method, template, values, then: suffix, authorization: authorization)
        request.sink = reader
        _ = try await client.send(request, self)
        guard let list = await reader.list() else {
            client.noteFailure(.garbled, of: request)
            throw .garbled
        }
        return list
    }

    /// Sends a request and reads its answer.
    func read<Value>(
        _ request: DiscordRequest, _ read: (JSONValue) -> Value?
    ) async throws(DiscordError) -> Value {
        guard let value = try await client.send(request, self).read(read) else {
            await client.noteFailure(.garbled, of: request)
            throw .garbled
        }
        return value
    }

    /// For answers that say nothing.
    func change(
        _ method: HTTPMethod, _ template: StaticString, _ values: any CustomStringConvertible...,
        then suffix: String = "", reason: String? = nil
    ) async throws(DiscordError) {
        _ = try await client.send(
            request(method, template, values, then: suffix, reason: reason), self)
    }

    func request(
        _ method: HTTPMethod, _ template: StaticString, _ values: [any CustomStringConvertible],
        then suffix: String = "", authorization: DiscordRequest.Authorization = .bot,
        reason: String? = nil, isRepeatable: Bool? = nil, body write: Write? = nil
    ) -> DiscordRequest {
        let path = FilledTemplate(template, values)
        return DiscordRequest(
            method: method, template: template, major: path.major, target: path.text + suffix,
            body: write.map(body), authorization: authorization, reason: reason,
            isRepeatable: isRepeatable ?? (method != .post))
    }

    /// Nil where Discord says that one of these things doesn't exist.
    func unlessGone<Value>(
        _ things: DiscordThing..., call: () async throws(DiscordError) -> Value
    ) async throws(DiscordError) -> Value? {
        do throws(DiscordError) {
            return try await call()
        } catch {
            guard error.isGone(things) else { throw error }
            return nil
        }
    }

    /// A JSON object with what `write` puts into it.
    func body(_ write: Write) -> [UInt8] {
        var writer = ByteWriter()
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return writer.bytes
    }
}

extension DiscordReply {
    /// Reads the body; nil where it can't be read.
    func read<Value>(_ read: (JSONValue) -> Value?) -> Value? {
        let document = JSONDocument()
        return body.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return nil }
            return read(document.root)
        }
    }
}

/// A route template with values in its places.
private struct FilledTemplate {
    let text: String
    /// The values in places with a name.
    let major: String

    init(_ template: StaticString, _ values: [any CustomStringConvertible]) {
        var rest = values[...]
        var major: [String] = []
        // What follows a space names a limit within the route.
        let path = "\(template)".prefix { $0 != " " }
        text = path.split(separator: "/").reduce(into: "") { text, segment in
            var segment = segment
            if segment.hasPrefix("{"), let value = rest.popFirst()?.description {
                if segment != "{}" { major.append(value) }
                segment = value[...]
            }
            text += "/" + segment
        }
        self.major = major.joined(separator: "/")
    }
}
