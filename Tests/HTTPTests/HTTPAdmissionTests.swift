import Essentials
import EventLoop
import TestSupport
import Testing

@testable import HTTP

/// Whether a body is read is decided by its request's head, and what bodies hold is bounded in all.
@Suite struct HTTPAdmissionTests {
    private static let refusal = HTTPResponse(
        status: 401, contentType: "text/plain", body: .text("Who are you?"))

    private typealias Admit = @LoopActor @Sendable (HTTPRequest) async -> HTTPAdmission
    private static let refusing: Admit = { _ in .refused(refusal) }
    private static let oneCaller: Admit = { _ in .admitted(.caller(1)) }
    private static let twoCallers: Admit = { request in
        .admitted(request.path.count == 1 ? .caller(1) : .caller(2))
    }
    private static let onlyRoot: Admit = { request in
        request.path.count == 1 ? .admitted(.trusted) : .refused(refusal)
    }
    private static let document: @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
        let document = [UInt8](repeating: 0x78, count: 8_000_000)
        return HTTPResponse(status: 200, contentType: "text/plain", body: .bytes(document))
    }

    private static func head(_ length: Int, _ more: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(more)Content-Length: \(length)\r\n\r\n"
    }

    /// So many bytes may be held beyond the usual: 256 KB by one caller, 512 KB by strangers.
    private static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.inputBytes = 2_097_152
        return limits
    }

    private static func text(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test(arguments: ["", "Expect: 100-continue\r\n"])
    func `a body that nobody wants isn't waited for`(more: String) async throws {
        try await withServer(admitting: Self.refusing) { server in
            let client = try server.connect()
            client.send(Self.head(1_000_000, more))
            let answer = try client.answer()
            #expect(answer.status == 401)
            #expect(answer.headers["connection"] == "close")
            client.finish()
            #expect(try client.rest() == "")
        }
    }

    @Test func `a client that sends an unwanted body all the same reads why`() async throws {
        try await withServer(admitting: Self.refusing) { server in
            let client = try server.connect()
            client.send(Self.head(1_000_000) + Self.text(1_000_000))
            #expect(try client.answer().status == 401)
            try await server.wait { $0.connectionCount == 0 }
            #expect(try await server.ask { $0.inputMemory.total } == 0)
        }
    }

    @Test func `a body that came with its head is the request's own business`() async throws {
        try await withServer(admitting: Self.refusing) { server in
            let client = try server.connect()
            client.send(Self.head(2) + "{}")
            #expect(try client.answer().body == "POST / {}")
        }
    }

    @Test func `an admitted client is told to go on, and its body is read`() async throws {
        try await withServer { server in
            let client = try server.connect()
            client.send(Self.head(3, "Expect: 100-continue\r\n"))
            #expect(try client.answer().status == 100)
            client.send("abc")
            #expect(try client.answer().body == "POST / abc")
        }
    }

    @Test func `each request of a connection is asked about`() async throws {
        try await withServer(
            admitting: Self.onlyRoot
        ) { server in
            let client = try server.connect()
            client.send(Self.head(3))
            client.send("abc")
            #expect(try client.answer().status == 200)
            client.send(Self.head(3).replacing("POST /", with: "POST /b"))
            #expect(try client.answer().status == 401)
        }
    }

    @Test func `one caller's bodies have a share, and others' go on`() async throws {
        try await withServer(
            limits: Self.limits,
            admitting: Self.twoCallers
        ) { server in
            let slow = try server.connect()
            slow.send(Self.head(200_000))
            try await server.wait { $0.inputMemory.total > 0 }
            let second = try server.connect()
            second.send(Self.head(200_000))
            #expect(try second.answer().status == 429)
            let other = try server.connect()
            other.send(Self.head(200_000).replacing("POST /", with: "POST /b"))
            other.send(Self.text(200_000))
            #expect(try other.answer().status == 200)
            slow.send(Self.text(200_000))
            #expect(try slow.answer().status == 200)
            try await server.wait { $0.inputMemory.total == 0 }
            #expect(try await server.ask { $0.inputMemory.refusals.count } == 1)
        }
    }

    @Test func `with all memory in use a large body is 503, a small one isn't`() async throws {
        try await withServer(limits: Self.limits) { server in
            let slow = try (0..<2).map { _ in try server.connect() }
            for client in slow { client.send(Self.head(1_000_000)) }
            try await server.wait { $0.inputMemory.total > 1_900_000 }
            let late = try server.connect()
            late.send(Self.head(500_000))
            #expect(try late.answer().status == 503)
            let small = try server.connect()
            small.send(Self.head(1_000))
            small.send(Self.text(1_000))
            #expect(try small.answer().status == 200)
            for client in slow { client.reset() }
            try await server.wait { $0.inputMemory.total == 0 }
        }
    }

    @Test func `a body without a length is refused where its share ends`() async throws {
        try await withServer(limits: Self.limits, admitting: Self.oneCaller) {
            server in
            let client = try server.connect()
            client.send(RequestSamples.chunkedHead)
            let chunk = "10000\r\n" + Self.text(65_536) + "\r\n"
            for _ in 0..<8 { client.send(chunk) }
            #expect(try client.answer().status == 429)
        }
    }

    @Test func `clients who ask for a document and don't read it hold no memory`() async throws {
        try await withServer(answering: Self.document) { server in
            let clients = try (0..<50).map { _ in try server.connect(receiveBuffer: 4_096) }
            for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
            try await server.wait { $0.requests == 50 }
            let held = try await server.ask { server in
                var held = 0
                server.forEachConnection { held += $0.output?.writer.capacity ?? 0 }
                return held
            }
            #expect(held > 0 && held <= 50 * OutputBuffer.usualCapacity)
            #expect(try clients[7].answer().body.utf8.count == 8_000_000)
            for client in clients { client.reset() }
        }
    }

    @Test func `strangers' long heads hold no more than their quarter`() async throws {
        var limits = Self.limits
        limits.inputBytes = 80_000
        try await withServer(limits: limits) { server in
            let slow = try server.connect()
            slow.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + Self.text(10_000))
            try await server.wait { $0.inputMemory.total > 10_000 }
            let late = try server.connect()
            late.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + Self.text(15_000) + "\r\n\r\n")
            #expect(try late.answer().status == 503)
            let small = try server.connect()
            small.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try small.answer().status == 200)
        }
    }
}
