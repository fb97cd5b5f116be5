import Essentials
import EventLoop
import Glibc
import HTTP
import TestSupport
import Testing

@testable import API

/// Failures of what handlers call: they become answers by themselves.
@Suite struct OutsideFailureTests {
    private struct Outside: APIErrorConvertible {
        let apiError: APIError
    }

    private static let endpoint = Endpoint(
        .get, "/outside", "Fails outside.", group: "sample", access: .open
    ) { _ in throw Outside(apiError: .discord("Discord answered 403: Missing Access (50001).")) }

    @Test func `an error that knows its answer becomes it`() async throws {
        try await onLoop {
            let answer = try await InMemoryAPI([Self.endpoint]).ask("GET", "/outside", token: nil)
            #expect(answer.status == 502)
            #expect(answer.code == 804)
            #expect(
                answer.message
                    == "Got an error interacting with the Discord API. Discord answered 403: Missing Access (50001)."
            )
        }
    }

    @Test func `it isn't logged as an error of ours`() async throws {
        let file = temporaryFile()
        defer { unlink(file) }
        let descriptor = open(file, O_WRONLY)
        defer { close(descriptor) }
        try await onLoop {
            let log = Log(level: .info, sink: LogSink(descriptor: descriptor))
            _ = try await InMemoryAPI([Self.endpoint], log: log).ask("GET", "/outside", token: nil)
        }
        #expect(readFile(file).isEmpty)
        #expect(AccessLog.level(status: 502, duration: .zero) == .error)
    }
}
