import API
import Discord
import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Accounts

/// A worker that knows OAuth callers, the Discord it asks, and a clock that a test sets.
@LoopActor
final class OAuthWorld {
    let fake = FakeDiscord()
    let client: DiscordClient
    let oauth: OAuthCallers
    let worker: AccountsWorld
    private let clock = Clock()

    @LoopActor
    private final class Clock {
        var now = Instant.now()
    }

    private init(url: String, botToken: String?) throws {
        try fake.start()
        client = fake.client(botToken: botToken)
        oauth = OAuthCallers(discord: client) { [clock] in clock.now }
        worker = try AccountsWorld(
            url: url, oauth: oauth, discord: client, more: Self.endpoints)
        fake.accounts = Self.accounts
    }

    /// Owner of 1, administrator of 2, may manage 3, member of 4; and somebody else who owns 5.
    private static let accounts = [
        "ann.s-token": FakeDiscord.Account(
            id: 7,
            guilds: [
                (1, true, 0), (2, false, 1 << 3), (3, false, 1 << 5 | 1 << 10),
                (4, false, ~(1 << 3 | 1 << 5) & (1 << 50 - 1)),
            ]),
        "bob": FakeDiscord.Account(id: 8, guilds: [(4, false, 0), (5, true, 0)]),
    ]

    /// One of each access; those of keyHolders are the API keys' own.
    private static var endpoints: [Endpoint] {
        let done = Answer.message("Done.")
        func endpoint(_ path: String, _ access: Access) -> Endpoint {
            Endpoint(
                .get, "/sample/\(path)", "Does nothing.", group: "sample", access: access,
                input: .query, errors: [.badRequest, .forbidden], fields: Field<Snowflake>.guild
            ) { _, _ in done }
        }
        return [
            endpoint("guild", .administrators), endpoint("internal", .service),
            Endpoint(
                .get, "/sample/privacy", "Does nothing.", group: "sample", access: .privacy,
                input: .query, errors: [.badRequest, .forbidden], fields: Field<Snowflake>.guild,
                .privacyMember
            ) { _, _, _ in done },
        ]
    }

    nonisolated static func with<Value: Sendable>(
        botToken: String? = nil, _ body: @escaping @LoopActor (OAuthWorld) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { url in
            try await onLoop {
                let world = try OAuthWorld(url: url, botToken: botToken)
                defer {
                    world.client.stop()
                    world.fake.stop()
                    world.worker.database.stop()
                }
                try await world.worker.awaitListening()
                return try await body(world)
            }
        }
    }

    func pass(_ time: Duration) { clock.now = clock.now + time }

    /// Status and message of a GET.
    func get(_ target: String, token: String = "ann.s-token") async throws -> (Int, String) {
        let answer = try await worker.send("GET", target, token: token)
        return (answer.status, answer.body)
    }

    func status(_ target: String, token: String = "ann.s-token") async throws -> Int {
        try await get(target, token: token).0
    }

    /// Holds the status of a GET to what is due.
    func expect(
        _ status: Int, _ target: String, token: String = "ann.s-token",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await self.status(target, token: token)
        #expect(found == status, sourceLocation: sourceLocation)
    }
}
