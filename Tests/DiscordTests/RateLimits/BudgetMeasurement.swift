import Essentials
import EventLoop
import Glibc
import HTTP
import Postgres
import TestSupport
import Testing

@testable import Discord

/// How much of the budget runs use, with real clocks and a real database: `KENNEL_MEASURE=1 deploy/test --filter BudgetMeasurement`.
@Suite(.enabled(if: getenv("KENNEL_MEASURE") != nil), .serialized)
struct BudgetMeasurement {
    private static let seconds = 20

    /// Counts the calls of a few workers that each keep so many under way.
    @LoopActor
    private final class Run {
        var times: [Instant] = []
        var waits: [Duration] = []
        var isOver = false
        let limiters: [RateLimiter]

        init(_ limiters: [RateLimiter]) {
            self.limiters = limiters
        }

        /// One call after the other, each of another guild, answered after a tenth of a second.
        func call(_ limiter: RateLimiter, _ first: Int, _ urgency: CallUrgency) async {
            var guild = first
            while !isOver {
                guild += 1
                let asked = Instant.now()
                let request = DiscordRequest(
                    method: .get, template: "/guilds/{guild}", major: "\(guild)",
                    target: "/guilds/\(guild)", isRepeatable: true)
                let permit: Permit
                do throws(DiscordError) {
                    permit = try await limiter.admit(
                        request, urgency: urgency, until: asked + .seconds(60))
                } catch { continue }
                times.append(.now())
                if urgency == .interactive { waits.append(.now() - asked) }
                await sleep(for: .milliseconds(100))
                limiter.settle(permit, .answered(200, .init()))
                if urgency == .interactive { await sleep(for: .milliseconds(400)) }
            }
        }
    }

    @Test(arguments: [1, 3])
    func `runs alone, then with requests beside them`(workers: Int) async throws {
        try await withDatabase { url in
            try await onLoop {
                let databases = try (0..<workers).map { _ in
                    try Database(configuration: .patient(url))
                }
                for database in databases { database.start() }
                defer { for database in databases { database.stop() } }
                let run = Run(
                    databases.map {
                        RateLimiter(
                            budget: PostgresBudget(database: $0, token: "a token", rate: 47),
                            log: .silent)
                    })
                for (worker, limiter) in run.limiters.enumerated() {
                    for index in 0..<(60 / workers) {
                        let first = (worker * 100 + index) * 1_000_000
                        spawn { await run.call(limiter, first, .background) }
                    }
                }
                await sleep(for: .seconds(3))
                await report("\(workers) workers, runs alone", run)
                for (worker, limiter) in run.limiters.enumerated() {
                    spawn { await run.call(limiter, (900 + worker) * 1_000_000, .interactive) }
                }
                await report("\(workers) workers, with requests", run)
                run.isOver = true
                await sleep(for: .seconds(1))
                for limiter in run.limiters { limiter.stop() }
            }
        }
    }

    @LoopActor private func report(_ name: String, _ run: Run) async {
        run.times = []
        run.waits = []
        await sleep(for: .seconds(Self.seconds))
        let counters = run.limiters.map(\.counters)
        var most = 0
        var first = 0
        for (index, time) in run.times.enumerated() {
            while run.times[first] + .seconds(1) <= time { first += 1 }
            most = max(most, index - first + 1)
        }
        print(
            "MEASURED \(name): \(Double(run.times.count) / Double(Self.seconds)) calls/s,",
            "at most \(most) in a second;",
            "asked \(counters.map(\.budgetAsks.count)), granted",
            "\(counters.map(\.budgetGranted.count)), dropped",
            "\(counters.map(\.budgetDropped.count));",
            "longest wait of a request \(run.waits.max().map { "\($0)" } ?? "-")")
    }
}
