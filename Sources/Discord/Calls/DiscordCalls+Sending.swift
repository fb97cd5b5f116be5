import Essentials
import EventLoop
import HTTP

/// How a typed call becomes a request, and its answer a model.
extension DiscordCalls {
    typealias Write = (inout ByteWriter) -> Void

    func one<Model: DiscordModel>(
        _ method: HTTPMethod, _ template: StaticString, _ major: String, _ target: String,
        authorization: DiscordRequest.Authorization = .bot, reason: String? = nil,
        isRepeatable: Bool? = nil, _ write: Write? = nil
    ) async throws(DiscordError) -> Model {
        let request = request(
            method, template, major, target, authorization: authorization, reason: reason,
            isRepeatable: isRepeatable, write)
        return try await read(request, Model.init)
    }

    /// A list is read while it comes.
    @LoopActor
    func list<Model: DiscordModel>(
        _ method: HTTPMethod, _ template: StaticString, _ major: String, _ target: String,
        authorization: DiscordRequest.Authorization = .bot
    ) async throws(DiscordError) -> [Model] {
        let reader = ListReader<Model>()
        var request = request(method, template, major, target, authorization: authorization)
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
        _ method: HTTPMethod, _ template: StaticString, _ major: String, _ target: String,
        reason: String? = nil
    ) async throws(DiscordError) {
        _ = try await client.send(
            request(method, template, major, target, reason: reason), self)
    }

    func request(
        _ method: HTTPMethod, _ template: StaticString, _ major: String, _ target: String,
        authorization: DiscordRequest.Authorization = .bot, reason: String? = nil,
        isRepeatable: Bool? = nil, _ write: Write? = nil
    ) -> DiscordRequest {
        DiscordRequest(
            method: method, template: template, major: major, target: target,
            body: write.map(body), authorization: authorization, reason: reason,
            isRepeatable: isRepeatable ?? (method != .post))
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
