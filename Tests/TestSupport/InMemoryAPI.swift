import API
import Essentials
import EventLoop
import HTTP

/// Calls an API without a network: requests pass the real parser and responder, and answers are collected completely.
@LoopActor
package final class InMemoryAPI {
    package let responder: APIResponder
    /// Values of JSON are views into their answer, so it lives as long as this does.
    private var answers: [InMemoryAnswer] = []

    package init(
        _ endpoints: [Endpoint], callers: any CallerSource = FixedCallers(),
        pages: CrossOrigin = CrossOrigin(), log: Log = .silent
    ) {
        responder = APIResponder(endpoints, callers: callers, pages: pages, log: log)
    }

    /// Sends one request.
    /// - Parameters:
    ///   - target: path and query, as in the request line.
    ///   - token: see `FixedCallers`; nil for none.
    ///   - headers: whole lines such as `Idempotency-Key: a`; a body is sent as JSON unless they say otherwise.
    package func ask(
        _ method: String, _ target: String, _ body: String? = nil, token: String? = "service",
        headers: [String] = [], arrival: Instant = .now()
    ) async throws -> InMemoryAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: kennel"] + headers
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let body {
            lines.append("Content-Length: \(body.utf8.count)")
            if !headers.contains(where: { $0.lowercased().hasPrefix("content-type:") }) {
                lines.append("Content-Type: application/json")
            }
        }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        let request = try HTTPRequest(parsing: Array(text.utf8), arrival: arrival)
        let response = await responder.respond(to: request)
        let answer = await InMemoryAnswer(response, withBody: request.method != .head)
        answers.append(answer)
        return answer
    }
}

/// An answer with its collected body.
@LoopActor
package final class InMemoryAnswer {
    package let status: Int
    package let contentType: String
    package let headers: [(name: String, value: String)]
    package private(set) var text = ""
    /// The body as it came, compressed or not.
    package private(set) var body: [UInt8] = []
    /// Whether the body was written part by part.
    package private(set) var isStreamed = false
    /// The error of a streamed body that broke off.
    package private(set) var failure: (any Error)?
    private let document = JSONDocument()
    private var bytes: [UInt8] = []

    package init(_ response: HTTPResponse, withBody: Bool = true) async {
        status = response.status
        contentType = response.contentType.description
        headers = response.headers.map { ($0.name.description, $0.value) }
        if withBody { await collect(response.body) }
    }

    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as JSON; null if it isn't JSON.
    package private(set) lazy var json: JSONValue = {
        bytes = Array(text.utf8)
        // The array is held by this object and never changed again, so its address stays.
        bytes.withUnsafeBytes { try? document.parse($0) }
        return document.root
    }()

    package var data: JSONValue? { json.member("data" as StaticString) }
    package var code: Int? {
        json.member("error" as StaticString)?.member("code" as StaticString)?.int64().map {
            Int($0)
        }
    }
    package var message: String? {
        json.member("error" as StaticString)?.member("message" as StaticString)?.string()
    }

    /// The message of a failure, or the body of a success.
    package var said: String {
        guard let message else { return text }
        return message
    }

    private func collect(_ body: HTTPResponse.Body) async {
        switch body {
        case .empty, .hangUp: break
        case .text(let fixed): text = fixed.description
        case .bytes(let bytes):
            self.body = bytes
            text = String(decoding: bytes, as: UTF8.self)
        case .written(let write):
            var writer = ByteWriter()
            write(&writer)
            text = writer.string
        case .stream(let write):
            isStreamed = true
            let sink = CollectingSink()
            do { try await write(HTTPBodyStream(to: sink)) } catch { failure = error }
            self.body = sink.bytes
            text = String(decoding: sink.bytes, as: UTF8.self)
        }
    }
}

/// Keeps the parts of a streamed body.
@LoopActor
private final class CollectingSink: HTTPBodySink {
    var bytes: [UInt8] = []

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        var writer = ByteWriter()
        part(&writer)
        bytes += writer.bytes
    }
}
