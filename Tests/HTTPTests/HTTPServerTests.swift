import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPServerTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func `past the limit of connections the next one waits for its turn`() async throws {
        var limits = HTTPLimits()
        limits.connections = 2
        try await withServer(limits: limits) { server in
            var clients = try (1...4).map { _ in try server.connect() }
            for client in clients { client.send(Self.request) }
            #expect(try clients[0].answer().status == 200)
            #expect(try clients[1].answer().status == 200)
            #expect(try await server.ask { $0.connectionCount } == 2)
            clients.removeFirst(2)
            #expect(try clients[0].answer().status == 200)
            #expect(try clients[1].answer().status == 200)
        }
    }

    @Test func `listeners come and go`() async throws {
        let extra = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        defer { close(extra) }
        try await withServer { server in
            let client = try TestClient(port: ListeningSocket.port(of: extra), receiveBuffer: nil)
            client.send(Self.request)
            #expect(try await server.ask { $0.accepted.count } == 0)
            _ = try await server.ask { $0.addListener(extra) }
            #expect(try client.answer().status == 200)
            _ = try await server.ask { $0.removeListener(extra) }
            client.send(Self.request)
            #expect(try client.answer().status == 200)
            let late = try TestClient(port: ListeningSocket.port(of: extra), receiveBuffer: nil)
            late.send(Self.request)
            let usual = try server.connect()
            usual.send(Self.request)
            #expect(try usual.answer().status == 200)
            #expect(try await server.ask { $0.accepted.count } == 2)
        }
    }

    @Test func `several servers share one address`() async throws {
        let first = try ListeningSocket.open(host: "127.0.0.1", port: 0, reusePort: true)
        defer { close(first) }
        let port = ListeningSocket.port(of: first)
        let second = try ListeningSocket.open(host: "127.0.0.1", port: port, reusePort: true)
        close(second)
        #expect(throws: ListeningSocket.Failure.self) {
            try ListeningSocket.open(host: "127.0.0.1", port: port)
        }
    }

    @Test func `an address that can't be listened on is named`() {
        let failure = #expect(throws: ListeningSocket.Failure.self) {
            try ListeningSocket.open(host: "256.0.0.1", port: 80)
        }
        #expect(failure?.description.hasPrefix("256.0.0.1:80: ") == true)
    }

    @Test func `a crowd is served`() async throws {
        try await withServer { server in
            let clients = try (0..<300).map { _ in try server.connect() }
            for round in 0..<3 {
                for client in clients { client.send("GET /\(round) HTTP/1.1\r\nHost: a\r\n\r\n") }
                for client in clients { #expect(try client.answer().body == "GET /\(round) ") }
            }
            #expect(try await server.ask { $0.connectionCount } == 300)
        }
    }
}
