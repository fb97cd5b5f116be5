import EventLoop
import TestSupport
import Testing

@testable import HTTP

/// Clients that leave while their request is being answered.
@Suite struct HTTPDisconnectTests {
    /// Answers once it's told to, and notes whether it was cancelled meanwhile.
    @LoopActor
    private final class SlowAnswer {
        let isReleased = Promise<Void>()
        private(set) var begun = 0
        private(set) var cancelled = 0

        func respond(to request: HTTPRequest) async -> HTTPResponse {
            begun += 1
            await withTaskCancellationHandler {
                await isReleased.value
            } onCancel: {
                spawn {
                    self.cancelled += 1
                    self.isReleased.fulfil(())
                }
            }
            return await TestResponder.describe(request)
        }
    }

    /// With a sweep every 10 ms.
    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.lingerTimeout = .milliseconds(40)
        return limits
    }

    /// Sends a request, lets the client do something while it's being answered, and gives how often the answer's task was cancelled.
    private func cancellations(
        of request: String = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n",
        _ act: (TestClient, SlowAnswer) async throws -> Void
    ) async throws -> Int {
        let answer = try await onLoop { SlowAnswer() }
        try await withServer(limits: Self.limits, answering: answer.respond) { server in
            let client = try server.connect()
            client.send(request)
            try await server.wait { _ in answer.begun == 1 }
            try await act(client, answer)
            client.close()
            try await server.wait { $0.connectionCount == 0 }
        }
        return try await onLoop { answer.cancelled }
    }

    @Test func `an answer is cancelled whose client resets the connection`() async throws {
        #expect(try await cancellations { client, _ in client.reset() } == 1)
    }

    @Test func `an answer is cancelled whose client closes the connection`() async throws {
        #expect(try await cancellations { client, _ in client.close() } == 1)
    }

    @Test func `a client that only says that nothing more comes gets its answer`() async throws {
        let count = try await cancellations { client, answer in
            client.finish()
            #expect(try client.answer().status == 100)
            try await onLoop { answer.isReleased.fulfil(()) }
            #expect(try client.answer().body == "GET /a ")
        }
        #expect(count == 0)
    }

    @Test func `a client of HTTP 1.0 that says so gets nothing but its answer`() async throws {
        let count = try await cancellations(of: "GET /a HTTP/1.0\r\n\r\n") { client, answer in
            client.finish()
            // Several sweeps.
            try await onLoop {
                await sleep(for: .milliseconds(60))
                answer.isReleased.fulfil(())
            }
            #expect(try client.answer().body == "GET /a ")
        }
        #expect(count == 0)
    }
}
