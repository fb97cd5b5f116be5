import Essentials
import EventLoop
import TestSupport
import Testing

@testable import HTTP

@Suite struct HTTPConnectionTests {
    private static func get(_ path: String, _ headers: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    @Test func `a connection serves request after request`() async throws {
        try await withServer { server in
            let client = try server.connect()
            for number in 1...3 {
                client.send(Self.get("/\(number)"))
                let answer = try client.answer()
                #expect(answer.status == 200)
                #expect(answer.body == "GET /\(number) ")
                #expect(answer.headers["connection"] == nil)
                #expect(answer.headers["date"]?.hasSuffix(" GMT") == true)
            }
            #expect(try await server.ask { $0.accepted.count } == 1)
        }
    }

    @Test func `pipelined requests are answered in order, however long one takes`() async throws {
        let gate = try await onLoop { Promise<Void>() }
        try await withServer(
            answering: { request in
                if request.path.spells("/slow") { await gate.value }
                return await TestResponder.describe(request)
            },
            { server in
                let client = try server.connect()
                client.send(Self.get("/1") + Self.get("/slow") + Self.get("/3"))
                #expect(try client.answer().body == "GET /1 ")
                try await onLoop { gate.fulfil(()) }
                #expect(try client.answer().body == "GET /slow ")
                #expect(try client.answer().body == "GET /3 ")
            })
    }

    @Test func `more pipelined requests than the buffer holds are all answered`() async throws {
        try await withServer { server in
            let client = try server.connect()
            let padding = String(repeating: "x", count: 700)
            for number in 0..<200 { client.send(Self.get("/\(number)", "X: \(padding)")) }
            for number in 0..<200 { #expect(try client.answer().body == "GET /\(number) ") }
        }
    }

    @Test func `a client that never pauses doesn't keep the loop from its turns`() async throws {
        let counter = try await onLoop { TurnCounter() }
        try await withServer(
            answering: { request in
                counter.count()
                return await TestResponder.describe(request)
            },
            { server in
                let client = try server.connect()
                client.send(String(repeating: Self.get("/"), count: 2000))
                client.finish()
                for _ in 0..<2000 { _ = try client.answer() }
                let most = try await onLoop { counter.most }
                #expect(most > 1 && most <= 40)
            })
    }

    @Test func `a request that comes byte by byte is one request`() async throws {
        try await withServer { server in
            let client = try server.connect()
            let text =
                "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
            for byte in text { client.send(String(byte)) }
            #expect(try client.answer().body == "POST /p abcde")
        }
    }

    @Test func `a body as large as the limit is taken`() async throws {
        try await withServer { server in
            let client = try server.connect()
            let body = String(repeating: "x", count: 1_048_576)
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048576\r\n\r\n" + body)
            #expect(try client.answer().body == "POST / " + body)
        }
    }

    @Test func `a client that waits to be told sends its body then`() async throws {
        try await withServer { server in
            let client = try server.connect()
            let expect = "Host: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
            client.send("POST /e HTTP/1.1\r\n" + expect)
            #expect(try client.answer().status == 100)
            client.send("{}")
            #expect(try client.answer().body == "POST /e {}")
        }
    }

    @Test func `HEAD gets the headers of GET and no body`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" + Self.get("/g"))
            #expect(try client.answer(to: "HEAD").headers["content-length"] == "8")
            #expect(try client.answer().body == "GET /g ")
        }
    }

    @Test func `close closes, with the answer before it`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send(Self.get("/", "Connection: close") + Self.get("/never"))
            let answer = try client.answer()
            #expect(answer.headers["connection"] == "close")
            #expect(try client.rest() == "")
        }
    }

    @Test func `a client of HTTP 1 point 0 keeps its connection when it asks to`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let kept = try client.answer()
            #expect(kept.headers["connection"] == "keep-alive")
            client.send("GET /2 HTTP/1.0\r\n\r\n")
            #expect(try client.answer().headers["connection"] == "close")
            #expect(try client.rest() == "")
        }
    }

    @Test func `a client that has said all it will gets its answers`() async throws {
        try await withGatedServer { server, gate in
            let client = try server.connect()
            client.send(Self.get("/1") + Self.get("/2"))
            client.finish()
            try await server.wait { $0.requests == 1 }
            try await gate.open()
            #expect(try client.answer().body == "GET /1 ")
            #expect(try client.answer().body == "GET /2 ")
            #expect(try client.rest() == "")
        }
    }

    @Test func `a request cut short by its client is told so`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc")
            client.finish()
            #expect(try client.answer().status == 400)
            let silent = try server.connect()
            silent.send("\r\n")
            silent.finish()
            #expect(try silent.rest() == "")
        }
    }

    @Test func `a client that vanishes leaves nothing behind`() async throws {
        try await withGatedServer { server, gate in
            do {
                let client = try server.connect()
                client.send(Self.get("/"))
                try await server.wait { $0.requests == 1 }
                client.reset()
            }
            try await gate.open()
            try await server.wait { $0.connectionCount == 0 }
        }
    }

    @Test func `an idle connection holds no buffers`() async throws {
        try await withServer { server in
            let clients = try (1...5).map { _ in try server.connect() }
            for client in clients {
                client.send(Self.get("/"))
                _ = try client.answer()
            }
            try await server.wait { http in
                var isEmpty = http.connectionCount == 5
                http.forEachConnection { isEmpty = isEmpty && $0.input == nil && $0.output == nil }
                return isEmpty
            }
        }
    }
}

/// How many requests were answered in one turn of the loop, at most.
@LoopActor
private final class TurnCounter {
    private(set) var most = 0
    private var turn = 0
    private var counted = 0

    func count() {
        let now = EventLoop.shared.turns.count
        counted = now == turn ? counted + 1 : 1
        turn = now
        most = max(most, counted)
    }
}
