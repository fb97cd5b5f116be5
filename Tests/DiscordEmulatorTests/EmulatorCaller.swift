import Essentials
import EventLoop
import HTTP
import TestSupport

@testable import DiscordEmulator

/// Calls the emulator without a network, as Discord is called.
@LoopActor
struct EmulatorCaller {
    let emulator: DiscordEmulator
    private let responder: EmulatorResponder

    init(_ emulator: DiscordEmulator = DiscordEmulator()) {
        self.emulator = emulator
        responder = EmulatorResponder(emulator)
    }

    var world: World { emulator.world }

    /// - Parameter token: the whole Authorization; "bot" stands for the bot's own.
    func ask(
        _ method: String, _ target: String, _ body: String? = nil, token: String? = "bot",
        headers: [String] = ["User-Agent: DiscordBot (https://localhost, 0)"]
    ) async throws -> EmulatorAnswer {
        try await send(method, "/api/v10\(target)", body, token: token, headers: headers)
    }

    func control(
        _ method: String, _ target: String, _ body: String? = nil
    ) async throws -> EmulatorAnswer {
        try await send(method, "/_control\(target)", body, token: nil, headers: [])
    }

    private func send(
        _ method: String, _ target: String, _ body: String?, token: String?, headers: [String]
    ) async throws -> EmulatorAnswer {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: discord"] + headers
        if let token {
            lines.append("Authorization: \(token == "bot" ? "Bot \(world.token)" : token)")
        }
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
        var limits = HTTPLimits()
        limits.bodyBytes = 16 << 20
        let request = try HTTPRequest(parsing: Array(text.utf8), limits: limits)
        let response = await responder.respond(to: request)
        return EmulatorAnswer(response, await InMemoryAnswer(response).text)
    }
}

/// Runs a test's body on the loop with an emulator of its own.
/// The closure says that it throws: what only stands within macros doesn't count for that.
func withCaller(
    _ body: @escaping @LoopActor (EmulatorCaller) async throws -> Void
) async throws {
    try await onLoop { try await body(EmulatorCaller()) }
}

/// What the emulator answered.
struct EmulatorAnswer {
    let status: Int
    let json: JSON
    let text: String
    let contentType: String
    private let headers: [(name: String, value: String)]

    init(_ response: HTTPResponse, _ text: String) {
        status = response.status
        headers = response.headers.map { ($0.name.description.lowercased(), $0.value) }
        contentType = response.contentType.description
        self.text = text
        json = JSON(parsing: text) ?? .null
    }

    var code: Int? { json["code"]?.integer }

    func header(_ lowercaseName: String) -> String? {
        headers.first { $0.name == lowercaseName }?.value
    }
}
