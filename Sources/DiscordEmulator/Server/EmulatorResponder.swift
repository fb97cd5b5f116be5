import Essentials
import EventLoop
import HTTP

/// Answers requests: Discord's API, and the emulator's own `/_control`.
final class EmulatorResponder: HTTPResponder {
    // The emulator owns the server that owns this; connections may outlive both by a moment.
    private weak var emulator: DiscordEmulator?
    private static let apiPrefix = "/api/v10/"

    init(_ emulator: DiscordEmulator) { self.emulator = emulator }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let emulator else { return .hangUp }
        let path = String(decoding: request.path, as: UTF8.self)
        if path.hasPrefix(Self.apiPrefix) {
            let incoming = Incoming(request, prefix: Self.apiPrefix.utf8.count - 1)
            return await APICall(incoming, emulator).response()
        }
        if path.hasPrefix("/_control/") || path == "/_control" {
            let incoming = Incoming(request, prefix: "/_control".utf8.count)
            return ControlCall(incoming, emulator).response()
        }
        return Self.answer(.noRoute)
    }

    func respond(toMalformed error: HTTPError) -> HTTPResponse {
        Self.answer(Refusal(error.status, 0, error.reason.description))
    }

    static func answer(_ refusal: Refusal) -> HTTPResponse {
        var writer = ByteWriter()
        refusal.json.write(to: &writer)
        return HTTPResponse(status: refusal.status, body: .bytes(writer.bytes))
    }
}
