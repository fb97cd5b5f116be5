import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Discord

/// What the log is told about calls.
@Suite struct ClientLogTests {
    /// The lines that some calls leave at a level.
    private func lines(
        _ level: LogLevel, _ server: ScriptedServer,
        _ act: @escaping @LoopActor @Sendable (DiscordCalls) async -> Void
    ) async throws -> [Substring] {
        let file = temporaryFile()
        defer { unlink(file) }
        let descriptor = open(file, O_WRONLY)
        defer { close(descriptor) }
        let base = server.base
        try await onLoop {
            let client = DiscordClient(
                DiscordConfiguration(base: base, token: "secret.bot.token"),
                budget: UnlimitedBudget(),
                log: Log(level: level, sink: LogSink(descriptor: descriptor)))
            await act(client.calls())
        }
        return readFile(file).split(separator: "\n")
    }

    @Test func `a failure names route and reason, never a token, an id or a body`() async throws {
        let server = try ScriptedServer(
            .status(502, "the body"), .status(403, #"{"message":"Missing Access","code":50001}"#),
            .last("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"), .status(200, "the body"))
        let lines = try await lines(.debug, server) { calls in
            _ = try? await calls.user(ofToken: "users-secret")
            try? await calls.answer(
                Interaction(application: 7_001_002_003, token: "interactions-secret"),
                with: MessageDraft(content: "text"))
            _ = try? await calls.bot()
        }
        try #require(lines.count == 4, "\(lines)")
        let text = lines.joined()
        for secret in ["secret", "the body", "text", "7001002003"] {
            #expect(!text.contains(secret))
        }
        #expect(lines[0].contains(#""level":"debug","message":"a call to Discord is repeated""#))
        #expect(lines[1].contains(#""cause":"Discord answered 403: Missing Access (50001).""#))
        #expect(lines[2].contains(#""route":"/webhooks/{webhook}/{token}""#))
        #expect(lines[2].contains("the connection broke off"))
        #expect(lines[3].contains(#""level":"warning""#))
        #expect(lines[3].contains("can't be read"))
    }

    @Test func `refusals are ordinary, broken ways are warnings`() async throws {
        let server = try ScriptedServer(
            .status(404, #"{"message":"Unknown Channel","code":10003}"#), .status(500))
        let lines = try await lines(.warning, server) { calls in
            _ = try? await calls.channel(4)
            _ = try? await calls.channel(4)
        }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("Discord answered 500.") == true)
    }
}
