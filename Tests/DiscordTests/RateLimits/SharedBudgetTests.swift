import Essentials
import EventLoop
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Discord

/// Limiters of several workers on one database.
@Suite struct SharedBudgetTests {
    /// A worker's limiter on a database.
    @LoopActor
    private final class Worker {
        let database: Database
        let limiter: RateLimiter
        private var guild = 0
        private(set) var floodAdmitted = 0

        init(_ url: String) throws {
            database = try Database(configuration: .patient(url))
            database.start()
            limiter = RateLimiter(
                budget: PostgresBudget(database: database, token: "a token", rate: 47),
                log: .silent)
        }

        func stop() {
            limiter.stop()
            database.stop()
        }

        /// What comes of a call of another guild than the last.
        func call(within limit: Duration = .seconds(15)) async -> Result<Permit, DiscordError> {
            guild += 1
            let request = DiscordRequest(
                method: .get, template: "/guilds/{guild}", major: "\(guild)",
                target: "/guilds/\(guild)", isRepeatable: true)
            do throws(DiscordError) {
                return .success(
                    try await limiter.admit(
                        request, urgency: .interactive, until: .now() + limit))
            } catch { return .failure(error) }
        }

        /// Begins so many calls of one guild at a time, each of another resource, and lists those that were admitted.
        func flood(_ count: Int, of party: CallParty) {
            for index in 0..<count {
                let request = DiscordRequest(
                    method: .get, template: "/channels/{channel}", major: "\(index)",
                    target: "/channels/\(index)", isRepeatable: true)
                spawn {
                    do throws(DiscordError) {
                        let permit = try await self.limiter.admit(
                            request, for: party, urgency: .interactive, until: .now() + .seconds(60)
                        )
                        self.limiter.settle(permit, .answered(200, .init()))
                        self.floodAdmitted += 1
                    } catch {}
                }
            }
        }

        /// Calls until one is admitted, and gives what the others failed with.
        func callUntilAdmitted() async throws -> (permit: Permit, failures: [DiscordError]) {
            var failures: [DiscordError] = []
            for _ in 1...100 {
                switch await call() {
                case .success(let permit): return (permit, failures)
                case .failure(let error): failures.append(error)
                }
            }
            throw TestFailure("no call was admitted")
        }
    }

    @Test func `a global 429 of one worker halts the others`() async throws {
        try await withDatabase { url in
            try await onLoop {
                let workers = [try Worker(url), try Worker(url)]
                defer { for worker in workers { worker.stop() } }
                let (permit, _) = try await workers[0].callUntilAdmitted()
                _ = try await workers[1].callUntilAdmitted()
                var headers = RateLimitHeaders()
                headers.scope = .global
                headers.retryAfter = .seconds(300)
                let after = workers[0].limiter.settle(permit, .answered(429, headers))
                #expect(after == .repeatNow)
                // The news takes a moment; a call that has heard of it fails at once.
                var last = await workers[1].call()
                for _ in 1...1000 where last != .failure(.waitedTooLong) {
                    last = await workers[1].call()
                }
                #expect(last == .failure(.waitedTooLong))
                #expect(workers[1].limiter.blockedSeconds > 200)
            }
        }
    }

    @Test func `a worker with a flood of one guild lets another worker's single calls pass`()
        async throws
    {
        try await withDatabase { url in
            try await onLoop {
                let workers = [try Worker(url), try Worker(url)]
                defer { for worker in workers { worker.stop() } }
                workers[0].flood(600, of: .guild("1"))
                await until { workers[0].floodAdmitted >= 20 }
                var passed: [Int] = []
                for _ in 1...5 {
                    let before = workers[0].floodAdmitted
                    let (permit, failures) = try await workers[1].callUntilAdmitted()
                    workers[1].limiter.settle(permit, .answered(200, .init()))
                    #expect(failures == [])
                    passed.append(workers[0].floodAdmitted - before)
                }
                // A loop that stands still delays both; over five calls it shows which worker waits for the other.
                #expect(passed.reduce(0, +) <= 5 * 47, "\(passed)")
            }
        }
    }

    @Test
    func `while the database is gone nothing is sent, and the next call after it's back goes`()
        async throws
    {
        let server = try TestPostgres()
        let url = server.url(database: try await server.createDatabase())
        let worker = try await onLoop { try Worker(url) }
        _ = try await onLoop { try await worker.callUntilAdmitted() }
        try server.crash()
        let failure = try await onLoop { await worker.call() }
        #expect(failure == .failure(.unreachable(RateLimitMachine.budgetWords)))
        try server.start()
        let (_, failures) = try await onLoop { try await worker.callUntilAdmitted() }
        #expect(
            failures.allSatisfy { $0 == .unreachable(RateLimitMachine.budgetWords) })
        try await onLoop { worker.stop() }
    }
}
