import Essentials
import EventLoop
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPStreamingTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    private struct Broken: Error {}

    private static func streaming(
        _ make: @escaping @LoopActor @Sendable (HTTPBodyStream) async throws -> Void
    ) -> @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse {
        { _ in HTTPResponse(status: 200, body: .stream(make)) }
    }

    @Test func `a streamed body comes in chunks, and the connection goes on`() async throws {
        let respond = Self.streaming { stream in
            try await stream.write { $0.append("one ") }
            try await stream.write { _ in }
            try await stream.write { $0.append("two") }
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            for _ in 1...2 {
                client.send(Self.request)
                let answer = try client.answer()
                #expect(answer.headers["transfer-encoding"] == "chunked")
                #expect(answer.body == "one two")
            }
        }
    }

    @Test func `a client of HTTP 1 point 0 gets a stream that ends with its connection`()
        async throws
    {
        let respond = Self.streaming { stream in
            try await stream.write { $0.append("all") }
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.headers["transfer-encoding"] == nil)
            #expect(answer.headers["connection"] == "close")
            #expect(answer.body == "all")
        }
    }

    @Test func `HEAD starts no stream`() async throws {
        let respond = Self.streaming { _ in throw Broken() }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer(to: "HEAD").status == 200)
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try client.answer(to: "HEAD").status == 200)
        }
    }

    @Test func `a stream that breaks has no last chunk`() async throws {
        let respond = Self.streaming { stream in
            try await stream.write { $0.append("half") }
            throw Broken()
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            client.send(Self.request)
            let text = try client.rest()
            #expect(text.hasSuffix("\r\n\r\n4\r\nhalf\r\n"))
            #expect(try await server.ask { $0.brokenStreams } == 1)
        }
    }

    @Test func `a stream without chunks that breaks ends in a reset`() async throws {
        let respond = Self.streaming { stream in
            try await stream.write { $0.append("half") }
            throw Broken()
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(throws: TestClient.Failure.self) { try client.rest() }
        }
    }

    @Test func `a reader that has time gets all of a large stream`() async throws {
        let respond = Self.streaming { stream in
            for _ in 0..<500 {
                try await stream.write { writer in
                    for _ in 0..<4000 { writer.append("0123456789") }
                }
            }
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect(receiveBuffer: 8192)
            client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try client.drain() > 20_000_000)
        }
    }

    @Test func `a stalled reader costs little memory, and is given up`() async throws {
        var limits = HTTPLimits()
        limits.stallTimeout = .milliseconds(100)
        let made = try await onLoop { Counter() }
        let respond = Self.streaming { stream in
            for _ in 0..<100_000 {
                made.count += 1
                try await stream.write { writer in
                    for _ in 0..<1000 { writer.append("0123456789") }
                }
            }
        }
        try await withServer(limits: limits, answering: respond) { server in
            let client = try server.connect(receiveBuffer: 4096)
            client.send(Self.request)
            try await server.wait { $0.brokenStreams == 1 }
            try await server.wait { $0.connectionCount == 0 }
            // The system's own send buffer, at most 4 MB, and the limit of unsent bytes: 10 KB each.
            #expect(try await onLoop { made.count } < 1000)
            client.finish()
        }
    }

    @Test func `a stream whose client is gone is told so`() async throws {
        let gate = try await onLoop { Promise<Void>() }
        let outcome = try await onLoop { Promise<Bool>() }
        let respond = Self.streaming { stream in
            await gate.value
            do {
                while true { try await stream.write { $0.append("more") } }
            } catch {
                outcome.fulfil(error as? HTTPStreamError == .disconnected)
                throw error
            }
        }
        try await withServer(answering: respond) { server in
            let client = try server.connect()
            client.send(Self.request)
            try await server.wait { $0.requests == 1 }
            client.reset()
            try await onLoop { gate.fulfil(()) }
            #expect(try await onLoop { await outcome.value })
        }
    }

    @Test func `answers pile up for a stalled reader only to the limit`() async throws {
        let respond: @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
            HTTPResponse(status: 200, body: .bytes(Array(repeating: 0x78, count: 100_000)))
        }
        var limits = HTTPLimits()
        limits.stallTimeout = .milliseconds(100)
        try await withServer(limits: limits, answering: respond) { server in
            let client = try server.connect(receiveBuffer: 4096)
            client.send(String(repeating: Self.request, count: 2000))
            try await server.wait { $0.requests > 0 && $0.connectionCount == 0 }
            let count = try await server.ask { $0.requests }
            #expect(count < 100)
            client.finish()
        }
    }
}

/// A number that the loop owns.
@LoopActor
final class Counter {
    var count = 0
}
