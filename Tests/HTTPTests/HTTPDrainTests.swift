import EventLoop
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPDrainTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    /// Begins to drain, and returns as soon as the server has heard of it.
    private func startDrain(
        _ server: TestServer, limit: Duration = .seconds(30)
    ) async throws -> Promise<Void> {
        let drained = try await onLoop { Promise<Void>() }
        try await onLoop {
            spawn {
                await server.http.drain(acceptingFor: .zero, limit: limit)
                drained.fulfil(())
            }
        }
        try await server.wait { $0.isClosing }
        return drained
    }

    @Test func `a drained server answers what comes, says that it closes, and ends`() async throws {
        try await withServer { server in
            let idle = try server.connect()
            idle.send(Self.request)
            #expect(try idle.answer().headers["connection"] == nil)
            let drained = try await startDrain(server)
            idle.send(Self.request)
            let answer = try idle.answer()
            #expect(answer.status == 200)
            #expect(answer.headers["connection"] == "close")
            #expect(try idle.rest() == "")
            idle.finish()
            try await onLoop { await drained.value }
            #expect(try await server.ask { $0.connectionCount } == 0)
        }
    }

    @Test func `connections that wait in the queue are taken before the listener is left`()
        async throws
    {
        var limits = HTTPLimits()
        limits.acceptsPerTurn = 2
        try await withServer(limits: limits) { server in
            _ = try await server.ask { $0.removeListener(server.listener) }
            let waiting = try (1...5).map { _ in try server.connect() }
            _ = try await server.ask { $0.addListener(server.listener) }
            let drained = try await startDrain(server)
            for client in waiting {
                client.send(Self.request)
                #expect(try client.answer().headers["connection"] == "close")
                client.finish()
            }
            try await onLoop { await drained.value }
            #expect(try await server.ask { $0.listeners.isEmpty })
        }
    }

    @Test func `what was pipelined before is answered before the connection closes`() async throws {
        try await withGatedServer { server, gate in
            let client = try server.connect()
            client.send(Self.request + Self.request)
            try await server.wait { $0.requests == 1 }
            let drained = try await startDrain(server)
            try await gate.open()
            #expect(try client.answer().headers["connection"] == nil)
            #expect(try client.answer().headers["connection"] == "close")
            client.finish()
            try await onLoop { await drained.value }
        }
    }

    @Test func `what is left at the limit is cut off`() async throws {
        try await withServer { server in
            let idle = try server.connect()
            try await server.wait { $0.connectionCount == 1 }
            let drained = try await startDrain(server, limit: .milliseconds(30))
            try await onLoop { await drained.value }
            #expect(try idle.rest() == "")
        }
    }

    @Test func `closing at once finishes what is being answered and nothing else`() async throws {
        try await withGatedServer { server, gate in
            let busy = try server.connect()
            let idle = try server.connect()
            let half = try server.connect()
            busy.send(Self.request)
            half.send("GET / HT")
            try await server.wait {
                $0.requests == 1 && $0.connectionCount == 3
            }
            _ = try await server.ask { $0.closeNow() }
            #expect(try idle.rest() == "")
            try await server.wait { $0.connectionCount == 1 }
            try await gate.open()
            #expect(try busy.answer().headers["connection"] == "close")
            busy.finish()
            try await onLoop { await server.http.waitUntilEmpty(until: .now() + .seconds(10)) }
            #expect(try await server.ask { $0.connectionCount } == 0)
        }
    }
}
