import EventLoop
import Glibc
import TestSupport

@testable import HTTP

/// Runs a server on a port of its own while `body` uses it, from outside the loop.
func withServer(
    limits: HTTPLimits = HTTPLimits(),
    answering respond: @escaping @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse =
        TestResponder.describe,
    admitting admit: @escaping @LoopActor @Sendable (HTTPRequest) async -> HTTPAdmission = { _ in
        .admitted(.trusted)
    },
    _ body: (TestServer) async throws -> Void
) async throws {
    let listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
    defer { close(listener) }
    let server = try await onLoop { TestServer(limits, listener, TestResponder(respond, admit)) }
    do {
        try await body(server)
    } catch {
        try await server.stop()
        throw error
    }
    try await server.stop()
}

/// As `withServer`, but nothing is answered until the gate is opened.
func withGatedServer(
    _ body: (TestServer, Gate) async throws -> Void
) async throws {
    let gate = try await onLoop { Gate() }
    try await withServer(
        answering: { request in
            await gate.opened.value
            return await TestResponder.describe(request)
        },
        { server in try await body(server, gate) })
}

/// Opens once, from outside the loop.
@LoopActor
final class Gate {
    fileprivate let opened = Promise<Void>()

    nonisolated func open() async throws {
        try await onLoop { self.opened.fulfil(()) }
    }
}

/// A server under test.
@LoopActor
final class TestServer {
    nonisolated let port: Int
    let listener: Int32
    let http: HTTPServer

    init(_ limits: HTTPLimits, _ listener: Int32, _ responder: TestResponder) {
        self.listener = listener
        port = ListeningSocket.port(of: listener)
        http = HTTPServer(limits: limits, responder: responder)
        http.addListener(listener)
    }

    nonisolated func connect(receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBuffer: receiveBuffer)
    }

    /// What the loop's state is, asked from outside.
    nonisolated func ask<Value: Sendable>(
        _ question: @escaping @LoopActor (HTTPServer) -> Value
    ) async throws -> Value {
        try await onLoop { question(self.http) }
    }

    /// Returns as soon as the loop's state is such, asking once a turn.
    nonisolated func wait(until isTrue: @escaping @LoopActor (HTTPServer) -> Bool) async throws {
        try await onLoop {
            await until { isTrue(self.http) }
        }
    }

    nonisolated func stop() async throws {
        try await onLoop {
            self.http.closeNow()
            self.http.forEachConnection { $0.abandon() }
            await self.http.waitUntilEmpty(until: .now() + .seconds(10))
        }
    }
}

/// Answers with a closure, and with the reason where a request is malformed.
final class TestResponder: HTTPResponder {
    private let respond: @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse
    private let admit: @LoopActor @Sendable (HTTPRequest) async -> HTTPAdmission

    init(
        _ respond: @escaping @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse,
        _ admit: @escaping @LoopActor @Sendable (HTTPRequest) async -> HTTPAdmission
    ) {
        self.respond = respond
        self.admit = admit
    }

    func admission(of request: HTTPRequest) async -> HTTPAdmission {
        await admit(request)
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        await respond(request)
    }

    func respond(toMalformed error: HTTPError) -> HTTPResponse {
        HTTPResponse(status: error.status, contentType: "text/plain", body: .text(error.reason))
    }

    /// Method, path and body of the request, as text.
    static let describe: @LoopActor @Sendable (HTTPRequest) async -> HTTPResponse = { request in
        let text = "\(request.methodName.text) \(request.path.text) \(request.body.text)"
        return HTTPResponse(status: 200, contentType: "text/plain", body: .bytes(text.latin1))
    }
}
