import API
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Accounts

@Suite struct CredentialsTests {
    @Test func `a service token's caller is found once and then remembered`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            for _ in 0..<3 { #expect(try await world.caller(token) == .service(token: 1)) }
            #expect(world.credentials.lookups.count == 1)
            #expect(world.credentials.remembered == 1)
        }
    }

    @Test func `unknown tokens are nobody's, and aren't remembered`() async throws {
        try await AccountsWorld.with { world in
            for _ in 0..<2 {
                for token in [Credential.newService().token, "nonsense"] {
                    let caller = try await world.caller(token)
                    #expect(caller == nil)
                }
            }
            #expect(world.credentials.remembered == 0)
            #expect(world.credentials.lookups.count == 2)
        }
    }

    @Test func `only the hash of a token is stored`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let database = try SynchronousDatabase(url: world.url)
            let pattern = "%\(token.suffix(43))%"
            let found = try database.run(ProbeSQL.tokensLike, [.text(pattern)])
            #expect(found.first?.int64(0) == 0)
            let all = try database.run(ProbeSQL.tokensLike, [.text("%")])
            #expect(all.first?.int64(0) == 1)
        }
    }

    @Test func `a token revoked elsewhere is refused as soon as that is heard of`() async throws {
        try await AccountsWorld.with { world in
            let (first, second) = (try world.makeToken(), try world.makeToken())
            #expect(try await world.caller(first) == .service(token: 1))
            #expect(try await world.caller(second) == .service(token: 2))
            let elsewhere = try SynchronousDatabase(url: world.url)
            #expect(try ServiceTokens.revoke("1", on: elsewhere) == 1)
            try await world.awaitRevocation(1)
            #expect(try await world.caller(first) == nil)
            #expect(try await world.caller(second) == .service(token: 2))
            #expect(try ServiceTokens.revoke(second, on: elsewhere) == 2)
            try await world.awaitRevocation(2)
            #expect(try await world.caller(second) == nil)
            #expect(try ServiceTokens.revoke("1", on: elsewhere) == nil)
            #expect(try ServiceTokens.revoke("nonsense", on: elsewhere) == nil)
        }
    }

    @Test func `a look-up under way while a revocation is heard of isn't remembered`() async throws
    {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            let found = Promise<Bool>()
            spawn { found.fulfil((try? await world.caller(token)) != nil) }
            // Until the look-up has begun; its answer can't come before the loop turns.
            while world.credentials.lookups.count == 0 { await Task.yield() }
            world.credentials.revokedHere()
            #expect(await found.value)
            #expect(world.credentials.remembered == 0)
        }
    }

    @Test func `nothing is remembered while revocations can't be heard of`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken()
            _ = try await world.caller(token)
            #expect(world.credentials.remembered == 1)
            world.database.direct.stop()
            await until { !world.database.direct.isConnected }
            for _ in 0..<2 { #expect(try await world.caller(token) == .service(token: 1)) }
            #expect(world.credentials.lookups.count == 3)
        }
    }

    @Test func `a token over its requests a second gets 429 and is told when to come again`()
        async throws
    {
        try await AccountsWorld.with { world in
            let token = try world.makeToken(limit: 2)
            #expect(try await world.caller(token) != nil)
            await #expect(throws: APIError.tooManyRequests(retryAfter: 1)) {
                // However slow the machine is, these don't take half a second each.
                for _ in 0..<100 { _ = try await world.caller(token) }
            }
            #expect(world.credentials.budgets.refusals.count == 1)
        }
    }

    @Test func `two workers together grant a token what its limit says`() async throws {
        try await AccountsWorld.with { world in
            let other = try AccountsWorld(url: world.url)
            defer { other.database.stop() }
            try await other.awaitListening()
            let token = try world.makeToken(limit: 20)
            let begin = Instant.now()
            var granted = 0
            for _ in 0..<60 {
                for worker in [world, other] {
                    granted += await worker.isGranted(token) ? 1 : 0
                }
            }
            let passed = Instant.now() - begin
            let seconds = Double(passed.wholeMicroseconds) / 1e6
            #expect(granted >= 20)
            #expect(Double(granted) <= 20 * (1 + seconds) + 2)
        }
    }

    @Test func `requests that come together share the budget one by one`() async throws {
        try await AccountsWorld.with { world in
            let token = try world.makeToken(limit: 5)
            _ = try await world.caller(token)
            var (granted, left) = (1, 40)
            let begin = Instant.now()
            let done = Promise<Void>()
            for _ in 0..<40 {
                spawn {
                    granted += await world.isGranted(token) ? 1 : 0
                    left -= 1
                    if left == 0 { done.fulfil(()) }
                }
            }
            await done.value
            let seconds = Double((Instant.now() - begin).wholeMicroseconds) / 1e6
            #expect(granted >= 5)
            #expect(Double(granted) <= 5 * (1 + seconds) + 1)
        }
    }

    @Test func `the list shows every token and never a secret`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            let token = try ServiceTokens.create(name: "fleet", on: database)
            _ = try ServiceTokens.create(name: "cron", requestsPerSecond: 5, on: database)
            _ = try ServiceTokens.revoke(token, on: database)
            let tokens = try ServiceTokens.list(on: database)
            #expect(tokens.map(\.name) == ["fleet", "cron"])
            #expect(tokens.map(\.requestsPerSecond) == [nil, 5])
            #expect(tokens.map { $0.revokedAt == nil } == [false, true])
            let table = ServiceTokens.table(tokens)
            #expect(table.split(separator: "\n").count == 3)
            #expect(table.hasPrefix("ID  NAME   REQUESTS/S  CREATED"))
            #expect(!table.contains(token.suffix(20)))
        }
    }

    @Test func `a token without a name or with an impossible limit isn't made`() async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            for name in ["", String(repeating: "x", count: 101), "a\0b"] {
                #expect(throws: ServiceTokenError.badName) {
                    try ServiceTokens.create(name: name, on: database)
                }
            }
            for limit in [0, -1, 1_000_001] as [Int64] {
                #expect(throws: ServiceTokenError.badLimit) {
                    try ServiceTokens.create(name: "a", requestsPerSecond: limit, on: database)
                }
            }
            #expect(try ServiceTokens.list(on: database).isEmpty)
        }
    }
}

/// Looks where the product doesn't.
private enum ProbeSQL: String, SQL {
    case tokensLike = """
        SELECT count(*) FROM service_tokens
        WHERE service_tokens::text LIKE $1 OR encode(sha256, 'escape') LIKE $1
        """
}

extension AccountsWorld {
    /// Whether a request with the token would go through.
    func isGranted(_ token: String) async -> Bool {
        do {
            return try await caller(token) != nil
        } catch {
            #expect(error as? APIError == .tooManyRequests(retryAfter: 1))
            return false
        }
    }

    /// Waits until so many revocations have been heard of.
    func awaitRevocation(_ count: Int) async throws {
        await until { credentials.revocationsHeard.count >= count }
    }
}
