import API
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Discord

/// How calls look on the wire.
@Suite struct RequestTests {
    private static let user = #"{"id":"7","username":"kennel","bot":true}"#

    @Test func `a call says who it is and what it takes`() async throws {
        let server = try ScriptedServer(.status(200, Self.user))
        let user = try await onLoop { try await DiscordClient(to: server.base).calls().bot() }
        #expect(user.id.rawValue == 7)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /api/v10/users/@me HTTP/1.1\r\n"))
        #expect(request.contains("\r\nAuthorization: Bot secret.bot.token\r\n"))
        #expect(request.contains("\r\nUser-Agent: DiscordBot (https://localhost/kennel, 1.2)\r\n"))
        #expect(request.contains("\r\nAccept-Encoding: gzip\r\n"))
        #expect(!request.contains("Content-Type"))
    }
}
