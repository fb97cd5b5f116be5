import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@Suite struct JobRunnerTests {
    /// Who did which shard, and how often.
    @LoopActor
    private final class Ledger {
        var done: [(worker: String, shard: Int16)] = []
        var present: Set<String> = []
        var attempts = 0
        /// Shards wait here until it is opened.
        var isOpen = false

        var shards: [Int16] { done.map(\.shard).sorted() }
    }

    @Test func `the shards of a run are shared out, and each is done once`() async throws {
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { name in
            [
                JobDefinition(kind: "walk", schedule: .onDemand) { claim in
                    ledger.present.insert(name)
                    await until { ledger.present.count == 3 }
                    ledger.done.append((name, claim.shard))
                    try await claim.progress(position: 1, done: 3)
                }
            ]
        }
        try await onWorkers(["one", "two", "three"], jobs: job) { workers in
            let (run, isNew) = try await workers[0].runs.request(deadline: farDeadline)
            #expect(isNew)
            #expect(try await workers[1].runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(ledger.shards == Array(0..<64))
            #expect(Set(ledger.done.map(\.worker)) == ["one", "two", "three"])
            let runs = try await workers[2].runs.latest(5, deadline: farDeadline)
            let last = try #require(runs.first)
            #expect(runs.count == 1)
            #expect(last.id == run && last.finishedAt != nil)
            #expect(last.done == 64 * 3 && last.failed == 0)
            #expect(last.shards == 64 && last.finishedShards == 64)
        }
    }

    @Test func `while a run is under way another request is told which`() async throws {
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { _ in
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 1) { _ in
                    await until { ledger.isOpen }
                }
            ]
        }
        try await onWorkers(["one", "two"], jobs: job) { workers in
            let first = try await workers[0].runs.request(deadline: farDeadline)
            let second = try await workers[1].runs.request(deadline: farDeadline)
            #expect(first.isNew && !second.isNew)
            #expect(first.run == second.run)
            let soon = Instant.now() + .milliseconds(20)
            #expect(try await !workers[0].runs.waitForEnd(of: first.run, deadline: soon))
            ledger.isOpen = true
            #expect(try await workers[0].runs.waitForEnd(of: first.run, deadline: farDeadline))
            let third = try await workers[1].runs.request(deadline: farDeadline)
            #expect(third.isNew && third.run > first.run)
        }
    }

    @Test func `a scheduled job runs once in the cluster, and again when its time has come`()
        async throws
    {
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { name in
            [
                JobDefinition(kind: "feed", schedule: .every(.seconds(600)), shards: 1) { claim in
                    ledger.done.append((name, claim.shard))
                }
            ]
        }
        try await onWorkers(["one", "two", "three"], jobs: job) { workers in
            let database = workers[0].database
            await until { ledger.done.count == 1 }
            try await until {
                let runs = try await workers[0].runs.latest(1, deadline: farDeadline)
                return runs.first?.finishedAt != nil
            }
            #expect(try await database.count(.countRuns, [.text("feed")]) == 1)
            _ = try await database.run(JobsProbeSQL.ageRuns, deadline: farDeadline)
            await until { ledger.done.count == 2 }
            #expect(try await database.count(.countRuns, [.text("feed")]) == 2)
        }
    }

    @Test func `a shard that fails is tried again later, from where it was`() async throws {
        struct Trouble: Error {}
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { name in
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 1) { claim in
                    ledger.attempts += 1
                    if claim.position == 0 {
                        try await claim.progress(position: 70, done: 2)
                        throw Trouble()
                    }
                    #expect(claim.position == 70)
                    try await claim.progress(position: 80, done: 1, failed: 1)
                }
            ]
        }
        try await onWorkers(["one"], jobs: job) { workers in
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            try await until {
                let database = workers[0].database
                let rows = try await database.run(JobsProbeSQL.retryNow, deadline: farDeadline)
                return rows.affectedCount > 0
            }
            #expect(try await workers[0].runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(ledger.attempts == 2)
            let runs = try await workers[0].runs.latest(1, deadline: farDeadline)
            #expect(runs.first?.done == 3 && runs.first?.failed == 1)
            #expect(runs.first?.lastError == "Trouble()")
        }
    }

    @Test func `a shard that fails too often is given up, so that the run ends`() async throws {
        struct Trouble: Error {}
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { name in
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 4, maximumAttempts: 1) {
                    claim in
                    ledger.attempts += 1
                    if claim.shard == 2 { throw Trouble() }
                }
            ]
        }
        try await onWorkers(["one"], jobs: job) { workers in
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            #expect(try await workers[0].runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(ledger.attempts == 4)
            let last = try #require(
                try await workers[0].runs.latest(1, deadline: farDeadline).first)
            #expect(last.state == .abandoned && last.abandonedShards == 1)
        }
    }

    @Test func `every worker hears of a run at once`() async throws {
        let ledger = Ledger()
        let job: @LoopActor (String) -> [JobDefinition] = { name in
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 1) { claim in
                    ledger.done.append((name, claim.shard))
                }
            ]
        }
        // So long a look away that only the notification starts the run in the test's time.
        try await onWorkers(["one", "two"], jobs: job, interval: .seconds(3_600)) { workers in
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            #expect(try await workers[1].runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(ledger.done.count == 1)
        }
    }

    @Test func `a worker that stops lets go of those who wait for a run`() async throws {
        let job: @LoopActor (String) -> [JobDefinition] = { _ in
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 1) {
                    try await $0.untilStopped()
                }
            ]
        }
        try await onWorkers(["one", "two"], jobs: job) { workers in
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            workers[1].runs.stop()
            #expect(try await !workers[1].runs.waitForEnd(of: run, deadline: farDeadline))
        }
    }

    @Test func `the guilds fall into 64 shards`() async throws {
        try await withDatabase { url in
            let rows = try SynchronousDatabase(url: url).run(JobsProbeSQL.guildShards)
            let row = try #require(rows.first)
            #expect(row.int(0) == 64 && row.int(1) == 0 && row.int(2) == 63)
        }
    }
}
