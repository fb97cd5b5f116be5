import Essentials
import EventLoop
import HTTP

/// A handler's result: a success, whose envelope is added here.
package struct Answer: Sendable {
    let body: HTTPResponse.Body
    /// The same for clients that take it compressed.
    var gzipped: [UInt8]?
    /// Whether the request was one that had been done before: nothing changed.
    var isRepeat = false
    var contentType: StaticString = "application/json"
    var fixedHeaders: StaticString = HTTPResponse.securityHeaders

    var response: HTTPResponse {
        HTTPResponse(
            status: 200, contentType: contentType, fixedHeaders: fixedHeaders, body: body)
    }

    /// `{"message": …}`. Its bytes are made once: keep it in a `static let`.
    /// - Parameter isRepeat: whether it says that nothing changed, since the same had been asked before.
    package static func message(_ text: StaticString, isRepeat: Bool = false) -> Answer {
        var writer = ByteWriter()
        Envelope.success(into: &writer) { writer in
            writer.beginObject()
            writer.field("message", text.description)
            writer.endObject()
        }
        return Answer(body: .bytes(writer.bytes), isRepeat: isRepeat)
    }

    /// - Parameter write: writes `data`, one JSON object; it's called once, soon.
    package static func data(_ write: @escaping @LoopActor (inout ByteWriter) -> Void) -> Answer {
        Answer(
            body: .written { writer in
                Envelope.success(into: &writer, data: write)
            })
    }

    /// `data` is what is shown here.
    package static func object(_ value: some Documented) -> Answer {
        .data { writer in value.write(to: &writer) }
    }

    /// `data` is an object of this member.
    package static func one(
        _ name: StaticString, _ value: some JSONWritable & Sendable
    ) -> Answer {
        .data { writer in
            writer.beginObject()
            writer.key(name)
            value.write(to: &writer)
            writer.endObject()
        }
    }

    /// `data` is an object of these members.
    package static func object(
        _ members: KeyValuePairs<StaticString, any JSONWritable & Sendable>
    ) -> Answer {
        .data { writer in
            writer.beginObject()
            for (name, value) in members {
                writer.key(name)
                value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// - Parameter write: sends `data`, one JSON object, piece by piece. When it throws, the connection closes without
    ///   the end of the body, so that nobody takes what came for the whole.
    package static func stream(
        _ write: @escaping @LoopActor (HTTPBodyStream) async throws -> Void
    ) -> Answer {
        Answer(
            body: .stream { stream in
                try await stream.write { $0.append(Envelope.start) }
                try await write(stream)
                try await stream.write { $0.append(Envelope.end) }
            })
    }

    /// A document outside the envelope.
    static func document(
        _ bytes: [UInt8], _ type: StaticString,
        headers: StaticString = HTTPResponse.securityHeaders
    ) -> Answer {
        Answer(
            body: .bytes(bytes), gzipped: GzipWriter.compress(bytes), contentType: type,
            fixedHeaders: headers)
    }
}
