import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@Suite struct ClaimLossTests {
    /// A job of one shard, the first claim of which stands still at a gate.
    @LoopActor
    private final class Scene {
        var claims: [(worker: String, position: Int64, fencing: Int64)] = []
        lazy var gate = Promise<Void>()
        var error: ClaimError?

        nonisolated init() {}

        func jobs(_ worker: String) -> [JobDefinition] {
            [
                JobDefinition(kind: "walk", schedule: .onDemand, shards: 1) { claim in
                    try await self.work(claim, worker)
                }
            ]
        }

        private func work(_ claim: Claim, _ worker: String) async throws {
            guard claim.position == 0 else {
                claims.append((worker, claim.position, claim.fencing))
                return try await note(claim, "second")
            }
            try await claim.progress(position: 5, done: 5)
            claims.append((worker, 0, claim.fencing))
            await gate.value
            do {
                try await note(claim, "first")
            } catch let refusal as ClaimError {
                error = refusal
                throw refusal
            }
        }

        private func note(_ claim: Claim, _ text: String) async throws {
            _ = try await claim.write([BoundStatement(JobsProbeSQL.note, [.text(text)])])
        }
    }

    @Test func `a worker whose session is killed gives its shard back and writes nothing more`()
        async throws
    {
        let scene = Scene()
        try await onWorkers(["one", "two"], jobs: scene.jobs) { workers in
            let database = workers[0].database
            _ = try await database.run(JobsProbeSQL.createNotes, deadline: farDeadline)
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            try await until { try await database.count(.lockHolder) > 0 }
            await until { scene.claims.count == 1 }
            let holder = try await database.count(.lockHolder)
            _ = try await database.count(.endSession, [.int4(Int32(holder))])
            await until { scene.claims.count == 2 }
            scene.gate.fulfil(())
            #expect(try await workers[0].runs.waitForEnd(of: run, deadline: farDeadline))
            await until { scene.error != nil }
            #expect(scene.error == .lost)
            #expect(scene.claims[0].worker != scene.claims[1].worker)
            #expect(scene.claims[1].position == 5)
            #expect(scene.claims[1].fencing == scene.claims[0].fencing + 1)
            #expect(try await database.count(.countNotes) == 1)
        }
    }

    @Test func `a worker that was paused writes nothing once another has claimed its shard`()
        async throws
    {
        let scene = Scene()
        try await onWorkers(["one"], jobs: scene.jobs) { workers in
            let database = workers[0].database
            _ = try await database.run(JobsProbeSQL.createNotes, deadline: farDeadline)
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            await until { scene.claims.count == 1 }
            // Its lock is still there as far as it knows.
            _ = try await database.run(JobsProbeSQL.takeAway, [.int2(0)], deadline: farDeadline)
            scene.gate.fulfil(())
            await until { scene.error != nil }
            #expect(scene.error == .lost)
            #expect(try await workers[0].runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(try await database.count(.countNotes) == 1)
        }
    }

    @Test func `a worker that stops leaves its shard to another`() async throws {
        let scene = Scene()
        try await onWorkers(["one", "two"], jobs: scene.jobs) { workers in
            let database = workers[0].database
            _ = try await database.run(JobsProbeSQL.createNotes, deadline: farDeadline)
            let (run, _) = try await workers[0].runs.request(deadline: farDeadline)
            await until { scene.claims.count == 1 }
            let stopping = workers[scene.claims[0].worker == "one" ? 0 : 1]
            let other = workers[scene.claims[0].worker == "one" ? 1 : 0]
            let stopped = Promise<Void>()
            spawn {
                await stopping.runner.stop()
                stopped.fulfil(())
            }
            scene.gate.fulfil(())
            await stopped.value
            #expect(scene.error == .stopping)
            #expect(try await other.runs.waitForEnd(of: run, deadline: farDeadline))
            #expect(scene.claims.count == 2)
            #expect(scene.claims[1].position == 5)
        }
    }
}
