import Essentials
import EventLoop
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPTimeoutTests {
    private func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits()
        change(&limits)
        return limits
    }

    @Test func `a client that never asks is let go without a word`() async throws {
        try await withServer(limits: limits { $0.idleTimeout = .milliseconds(40) }) { server in
            let client = try server.connect()
            #expect(try client.rest() == "")
        }
    }

    @Test func `a client that asks no more is let go`() async throws {
        try await withServer(limits: limits { $0.idleTimeout = .milliseconds(40) }) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer().status == 200)
            #expect(try client.rest() == "")
        }
    }

    @Test func `headers that don't come are answered with 408`() async throws {
        try await withServer(limits: limits { $0.headTimeout = .milliseconds(40) }) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\n")
            let answer = try client.answer()
            #expect(answer.status == 408)
            #expect(answer.headers["connection"] == "close")
            #expect(try client.rest() == "")
        }
    }

    @Test func `a body that doesn't come is answered with 408`() async throws {
        try await withServer(limits: limits { $0.bodyTimeout = .milliseconds(40) }) { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{")
            #expect(try client.answer().status == 408)
            #expect(try client.rest() == "")
        }
    }

    @Test func `sending a byte now and then buys no time`() async throws {
        // More headers than a fast machine can send in that time.
        let limits = limits {
            $0.headTimeout = .milliseconds(60)
            $0.headers = 1_000_000
            $0.headBytes = 100_000_000
        }
        try await withServer(limits: limits) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.1\r\n")
            while try await server.ask({ $0.malformed.count }) == 0 { client.send("X: y\r\n") }
            #expect(try client.answer().status == 408)
        }
    }

    @Test func `a client that ignores the end is cut off`() async throws {
        try await withServer(limits: limits { $0.lingerTimeout = .milliseconds(40) }) { server in
            let client = try server.connect()
            client.send("bad\r\n\r\n")
            try await server.wait { $0.accepted.count == 1 && $0.connectionCount == 0 }
            #expect(try client.answer().status == 400)
        }
    }

    @Test func `a handler may take longer than every timeout`() async throws {
        let gate = try await onLoop { Promise<Void>() }
        let limits = limits {
            $0.idleTimeout = .milliseconds(40)
            $0.headTimeout = .milliseconds(40)
            $0.bodyTimeout = .milliseconds(40)
            $0.stallTimeout = .milliseconds(40)
        }
        try await withServer(
            limits: limits,
            answering: { request in
                if request.path.spells("/slow") { await gate.value }
                return await TestResponder.describe(request)
            },
            { server in
                let slow = try server.connect()
                slow.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try server.connect().rest() == "", "another's idle timeout has passed")
                try await onLoop { gate.fulfil(()) }
                #expect(try slow.answer().status == 200)
            })
    }
}
