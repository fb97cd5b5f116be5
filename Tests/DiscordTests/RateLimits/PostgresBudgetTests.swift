import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Discord

@Suite struct PostgresBudgetTests {
    private static let token = "a bot's token"

    /// Runs a body with a number of workers' budgets, each on connections of its own, on one database.
    private func withBudgets(
        _ count: Int, rate: Int = 47,
        _ body: @escaping @LoopActor ([PostgresBudget], String) async throws -> Void
    ) async throws {
        try await withDatabase { url in
            try await onLoop {
                let databases = try (0..<count).map { _ in
                    try Database(configuration: .patient(url))
                }
                defer { for database in databases { database.stop() } }
                for database in databases { database.start() }
                try await body(
                    databases.map {
                        PostgresBudget(database: $0, token: Self.token, rate: rate)
                    }, url)
            }
        }
    }

    /// Asks until times are given out.
    @LoopActor private func times(
        _ count: Int, of budget: PostgresBudget, _ urgency: SendUrgency = .interactive
    ) async throws -> [Instant] {
        for _ in 1...1000 {
            let answer = try? await budget.reserve(count, for: urgency)
            if let answer, !answer.times.isEmpty { return answer.times }
            await sleep(for: .milliseconds(5))
        }
        throw TestFailure("no times were given out")
    }

    @Test func `the times of two workers never overlap, and are never before their asking`()
        async throws
    {
        try await withBudgets(2) { budgets, _ in
            let others = Promise<[Span]>()
            spawn { others.fulfil((try? await spans(of: budgets[1], 3)) ?? []) }
            let all = (try await spans(of: budgets[0], 2) + (await others.value)).sorted {
                $0.start < $1.start
            }
            #expect(all.count == 40)
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.end <= $1.start })
            #expect(all.allSatisfy { $0.start >= $0.askedAt })
        }
    }

    /// Times given out in one answer, by the database's clock.
    private struct Span: Sendable {
        let start: Timestamp
        let end: Timestamp
        let askedAt: Timestamp
    }

    /// Twenty answers of so many times each.
    @LoopActor private func spans(
        of budget: PostgresBudget, _ count: Int
    ) async throws -> [Span] {
        let span = Duration.seconds(count) / 47
        var spans: [Span] = []
        for _ in 1...4000 where spans.count < 20 {
            let deadline = Instant.now() + .seconds(10)
            let asked = try await budget.database.run(TestStatement.clock, deadline: deadline)[0]
            let row = try await budget.database.run(
                SendBudgetSQL.reserve,
                [
                    .bytea(SHA256Digest.hash(Self.token).bytes), .float8(span.inSeconds),
                    .float8(0.25), .float8(0.5),
                ], deadline: deadline)[0]
            if let end = row.timestampIfPresent(0) {
                let start = end - span
                spans.append(Span(start: start, end: end, askedAt: asked.timestamp(0)))
            } else {
                await sleep(for: .milliseconds(5))
            }
        }
        return spans
    }

    @Test func `times of one answer follow one another at the rate, none in the past`() async throws
    {
        try await withBudgets(1) { budgets, _ in
            let before = Instant.now()
            let times = try await times(10, of: budgets[0])
            #expect(times.count == 10)
            #expect(times[0] >= before)
            for (left, right) in zip(times, times.dropFirst()) {
                #expect(abs((right - left - .seconds(1) / 47).wholeMicroseconds) <= 2)
            }
        }
    }

    @Test func `a row made anew gives out nothing for longer than times were given out ahead`()
        async throws
    {
        try await withBudgets(2) { budgets, url in
            // A slow answer makes its times seem late; in one round of a few it isn't.
            for _ in 1...20 {
                let old = try await times(11, of: budgets[0])
                try SynchronousDatabase(url: url).execute(script: "TRUNCATE discord_budget")
                let new = try await times(1, of: budgets[1])
                if new[0] > old[10] { return }
            }
            Issue.record("times were given out twice")
        }
    }

    @Test func `a run is refused while the next time isn't close, an interactive call isn't`()
        async throws
    {
        try await withBudgets(2) { budgets, url in
            _ = try await times(1, of: budgets[0])
            // The machine may stand still between the steps, so one round of many is enough.
            for _ in 1...200 {
                try setNext("clock_timestamp() + interval '140 milliseconds'", url)
                let run = try await budgets[0].reserve(3, for: .background)
                let urgent = try await budgets[1].reserve(3, for: .interactive)
                guard run.times.isEmpty, urgent.times.count == 3 else { continue }
                #expect(run.next > urgent.times[0] - .milliseconds(100))
                return
            }
            Issue.record("the run was never refused while an interactive call was granted")
        }
    }

    @Test func `a flood is refused while the next time isn't close, a single call isn't`()
        async throws
    {
        try await withBudgets(2) { budgets, url in
            _ = try await times(1, of: budgets[0])
            // The machine may stand still between the steps, so one round of many is enough.
            for _ in 1...200 {
                try setNext("clock_timestamp() + interval '145 milliseconds'", url)
                let flood = try await budgets[0].reserve(3, for: .surplus)
                let single = try await budgets[1].reserve(1, for: .interactive)
                guard flood.times.isEmpty, single.times.count == 1 else { continue }
                return
            }
            Issue.record("the flood was never refused while a single call was granted")
        }
    }

    @Test func `a next time far ahead is of a clock that was set back`() async throws {
        try await withBudgets(1) { budgets, url in
            _ = try await times(1, of: budgets[0])
            try setNext("clock_timestamp() + interval '1 hour'", url)
            let times = try await budgets[0].reserve(1, for: .interactive).times
            #expect(times.count == 1)
            #expect(times.allSatisfy { $0 < .now() + .seconds(60) })
        }
    }

    @Test func `a block is heard of by every worker, and its times begin after it`() async throws {
        try await withBudgets(2) { budgets, _ in
            _ = try await times(1, of: budgets[1])
            let asked = Instant.now()
            await budgets[0].block(for: .seconds(1))
            let blocked = Instant.now()
            let refused = try await budgets[1].reserve(1, for: .interactive)
            #expect(refused.times == [])
            let until = try #require(refused.blockedUntil)
            #expect(until > blocked)
            let times = try await times(1, of: budgets[1])
            #expect(times[0] >= asked + .seconds(1))
            // A shorter one doesn't shorten it.
            await budgets[0].block(for: .seconds(100))
            await budgets[1].block(for: .seconds(1))
            let still = try #require(
                try await budgets[1].reserve(1, for: .interactive).blockedUntil)
            #expect(still > .now() + .seconds(50))
        }
    }

    @Test func `another bot's budget is another`() async throws {
        try await withBudgets(1) { budgets, _ in
            let other = PostgresBudget(
                database: budgets[0].database, token: "another", rate: 47)
            await budgets[0].block(for: .seconds(1000))
            let times = try await times(1, of: other)
            #expect(times.count == 1)
        }
    }

    @Test func `without a database it says so`() async throws {
        try await onLoop {
            let nowhere = try Database(
                configuration: DatabaseConfiguration(url: "postgresql:///x?host=/nonexistent"))
            nowhere.start()
            defer { nowhere.stop() }
            let budget = PostgresBudget(database: nowhere, token: Self.token, rate: 47)
            do throws(SendBudgetError) {
                _ = try await budget.reserve(1, for: .interactive)
                Issue.record("times without a database")
            } catch { #expect(error.reason == RateLimitMachine.budgetWords) }
        }
    }

    private func setNext(_ expression: String, _ url: String) throws {
        try SynchronousDatabase(url: url).execute(
            script: "UPDATE discord_budget SET next_at = \(expression)")
    }
}

private enum TestStatement: String, SQL {
    case clock = "SELECT clock_timestamp() - interval '1 microsecond'"
}
