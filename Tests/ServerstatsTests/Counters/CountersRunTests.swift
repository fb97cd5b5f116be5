import API
import Discord
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Who starts a run of updates, does it, and may watch it.
@Suite struct CountersRunTests {
    private static let path = "/modules/serverstats/counters/update"

    @Test func `ten calls at once, on one worker and on several, start one run`() async throws {
        try await withCounters(workers: 3) { workers, world, database in
            try await world.furnish(3, workers[0], database)
            for round in 0..<2 {
                let runs = try await inParallel(10) { place in
                    try await workers[round * place % 3].api.ask("POST", Self.path)
                        .data?.member("run" as StaticString)?.int64()
                }
                #expect(Set(runs).count == 1 && runs[0] != nil)
                try await withJobs(of: workers) { try await workers[0].update() }
                #expect(world.calls("PATCH").count == 3)
            }
        }
    }

    @Test func `a run whose starter is gone is done by another worker`() async throws {
        try await withCounters(workers: 2) { workers, world, database in
            try await world.furnish(5, workers[0], database)
            let run = try await workers[0].api.ask("POST", Self.path)
                .data?.member("run" as StaticString)?.int64()
            workers[0].stop()
            try await withJobs(of: [workers[1]]) {
                let seen = try await workers[1].update()
                #expect(seen.id == run && seen.done == 5)
            }
        }
    }

    @Test func `a worker that stops in the middle leaves the rest to another, each guild once`()
        async throws
    {
        try await withCounters(workers: 2) { workers, world, database in
            try await world.furnish(40, workers[0], database, on: [.counters, .members])
            var seen = 0
            world.fault = { call in
                guard call.method == "PATCH" else { return nil }
                seen += 1
                return seen > 10 ? .held : nil
            }
            try await withJobs(of: [workers[0]]) {
                _ = try await workers[0].api.ask("POST", Self.path)
                await until { world.heldCount > 0 }
                // Its connections break off; what it has asked Discord for is done nevertheless.
                workers[0].stop()
                world.fault = { _ in nil }
                world.release()
            }
            try await withJobs(of: [workers[1]]) {
                let run = try await workers[1].update()
                #expect((run.state, run.done, run.failed) == ("finished", 40, 0))
            }
            for channel in world.channels where channel.value.type == 2 {
                #expect(channel.value.name == "Members: 100")
                #expect(world.calls("PATCH", "/channels/\(channel.key)").count == 1)
            }
            #expect(
                try database.number(
                    "SELECT count(*) FROM (SELECT guild_id FROM statistics_samples GROUP BY 1 HAVING count(*) = 1) AS a"
                ) == 40)
        }
    }

    @Test func `while a worker drains, waiting for a run is answered at once`() async throws {
        try await withCounters(workers: 2) { workers, world, database in
            try await world.furnish(1, workers[0], database)
            let states = try await inParallel(2) { place in
                if place == 1 {
                    try await database.until("SELECT count(*) FROM cluster_runs")
                    workers[1].module.stop()
                    return "stopped"
                }
                return try await workers[1].api.ask("POST", "\(Self.path)?wait=true")
                    .data?.member("state" as StaticString)?.string() ?? ""
            }
            #expect(states == ["running", "stopped"])
            let run = try await workers[0].lastRun()
            #expect((run.state, run.left) == ("running", 1))
        }
    }

    @Test func `starting and watching runs is for service tokens`() async throws {
        try await withCounters { workers, _, _ in
            let api = workers[0].api
            for method in ["GET", "POST"] {
                let nobody = try await api.ask(method, Self.path, token: nil)
                let key = try await api.ask(method, Self.path, token: "key-of-5")
                #expect(nobody.status == 401 && key.status == 403)
            }
            let unclear = try await api.ask("POST", "\(Self.path)?wait=perhaps")
            let none = try await api.ask("GET", Self.path)
            #expect(unclear.status == 400 && none.text.contains(#""runs":[]"#))
        }
    }

    @Test func `numbers of a guild disabled meanwhile are stored nowhere`() async throws {
        try await withCounters { workers, world, database in
            try await world.furnish(1, workers[0], database, on: [.counters, .members])
            world.fault = { $0.method == "GET" ? .held : nil }
            try await withJobs(of: workers) {
                _ = try await workers[0].api.ask("POST", Self.path)
                await until { world.heldCount == 1 }
                try await workers[0].ask("POST", "disable", guild: 1)
                try await workers[0].enable(guild: 1, on: [.members])
                world.fault = { _ in nil }
                world.release()
                try await workers[0].update()
            }
            #expect(try database.number("SELECT count(*) FROM statistics_samples") == 0)
            #expect(try database.number("SELECT count(*) FROM counters") == 0)
        }
    }
}
