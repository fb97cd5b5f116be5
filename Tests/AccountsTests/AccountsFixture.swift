import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Accounts

/// What a worker has of accounts, on a database of its own.
@LoopActor
final class AccountsWorld {
    let url: String
    let database: Database
    let credentials: Credentials
    private let responder: APIResponder

    /// - Parameter more: endpoints beside those of the API keys.
    init(
        url: String, oauth: OAuthCallers? = nil, discord: DiscordClient? = nil,
        callerRate: Int? = nil, more: [Endpoint] = []
    ) throws {
        self.url = url
        database = try Database(configuration: .patient(url))
        let discord = discord ?? DiscordClient(log: .silent)
        credentials = Credentials(
            database: database, oauth: oauth ?? OAuthCallers(discord: discord), discord: discord,
            callerRate: callerRate)
        let endpoints = APIKeyEndpoints(database: database, credentials: credentials)
        responder = APIResponder(endpoints.all + more, callers: credentials, log: .silent)
        database.start()
    }

    /// Runs a body with one worker. Not isolated: the loop is started inside.
    nonisolated static func with<Value: Sendable>(
        callerRate: Int? = nil,
        _ body: @escaping @LoopActor (AccountsWorld) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { url in
            try await onLoop {
                let world = try AccountsWorld(url: url, callerRate: callerRate)
                defer { world.database.stop() }
                try await world.awaitListening()
                return try await body(world)
            }
        }
    }

    /// Waits until revocations are certainly heard of.
    func awaitListening() async throws {
        await until { database.direct.listenIsConfirmed }
    }

    /// A new service token.
    func makeToken(limit: Int64? = nil) throws -> String {
        try ServiceTokens.create(
            name: "test", requestsPerSecond: limit, on: SynchronousDatabase(url: url))
    }

    func caller(
        _ token: String, from client: ClientAddress = .unknown, deadline: Instant? = nil
    ) async throws -> Caller? {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: token.utf8.count, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: Array(token.utf8))
        return try await credentials.caller(
            bearer: UnsafeRawBufferPointer(bytes), from: client,
            deadline: deadline ?? .now() + .seconds(5))
    }

    /// Sends a request and gives status and body.
    func send(
        _ method: String, _ target: String, token: String?, body: String = ""
    ) async throws -> (status: Int, body: String) {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: a\r\n"
        if let token { text += "Authorization: Bearer \(token)\r\n" }
        if !body.isEmpty {
            text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        let request = try HTTPRequest(parsing: Array((text + "\r\n" + body).utf8))
        let response = await responder.respond(to: request)
        return (response.status, render(response.body))
    }

    private func render(_ body: HTTPResponse.Body) -> String {
        var writer = ByteWriter()
        switch body {
        case .bytes(let bytes): writer.append(bytes)
        case .written(let write): write(&writer)
        default: Issue.record("an unexpected kind of body")
        }
        return writer.string
    }
}

/// A string member of `data`, wherever it stands.
func member(_ name: String, of body: String) throws -> String {
    let parts = body.split(separator: "\"\(name)\":\"", maxSplits: 1)
    return String(try #require(parts.dropFirst().first).prefix { $0 != "\"" })
}
