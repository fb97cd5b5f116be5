import EventLoop
import TestSupport
import Testing

@testable import HTTP

/// What is refused gets one answer, and the connection ends with it.
@Suite struct HTTPRefusalTests {
    @Test func `nothing behind a bad request is ever looked at`() async throws {
        try await withServer { server in
            for sample in RequestSamples.bad {
                let client = try server.connect()
                client.send(sample.text + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try client.answer()
                #expect(answer.status == sample.error.status, "\(sample.text.debugDescription)")
                #expect(answer.headers["connection"] == "close")
                #expect(try client.rest() == "")
            }
            #expect(try await server.ask { $0.requests } == 0)
        }
    }

    @Test func `a good request before a bad one is answered`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send("GET /good HTTP/1.1\r\nHost: a\r\n\r\nGET /bad HTTP/1.1\r\n\r\n")
            #expect(try client.answer().body == "GET /good ")
            #expect(try client.answer().status == 400)
            #expect(try client.rest() == "")
        }
    }

    @Test func `a client that sends too much reads why, not a reset`() async throws {
        try await withServer { server in
            let client = try server.connect()
            let body = String(repeating: "x", count: 3_000_000)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + body)
            #expect(try client.answer().status == 413)
            #expect(try client.rest() == "")
        }
    }

    @Test func `a chunked body that grows too large is refused on its way`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send(RequestSamples.chunkedHead)
            let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
            for _ in 0..<20 { client.send(chunk) }
            #expect(try client.answer().status == 413)
        }
    }

    @Test func `a client that would send too much is told before it does`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send(
                "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"
            )
            #expect(try client.answer().status == 413)
        }
    }

    @Test func `huge headers are refused`() async throws {
        try await withServer { server in
            let line = try server.connect()
            line.send(
                "GET /" + String(repeating: "x", count: 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try line.answer().status == 414)
            let header = try server.connect()
            header.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 20_000))
            #expect(try header.answer().status == 431)
            let many = try server.connect()
            many.send("GET / HTTP/1.1\r\n" + String(repeating: "X: y\r\n", count: 101))
            #expect(try many.answer().status == 431)
        }
    }
}
