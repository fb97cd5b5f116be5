import API
import Discord
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct CountersUpdateTests {
    private static let path = "/modules/serverstats/counters/update"

    /// Guilds 1…count, each with a counter of members that shows 0.
    @LoopActor
    private static func furnish(
        _ count: Int, _ worker: TestWorker, _ world: CounterWorld, _ database: TestDatabase,
        on toggles: [Toggle] = [.counters]
    ) async throws {
        for guild in 1...Int64(count) {
            let category = world.addGuild(guild)
            try await worker.enableCounters(guild: guild, on: toggles, category: category)
            let channel = world.addChannel(
                .init(guild: guild, type: 2, name: "Members: 0", parent: category))
            try database.run(
                """
                INSERT INTO counters (guild_id, counter_type, format, channel_id, name)
                VALUES (\(guild), 6, 'Members: <value>', \(channel), 'Members: 0')
                """)
        }
    }

    @Test func `a run renames what changed, and only that`() async throws {
        try await withCounters(workers: 2) { workers, world, database in
            try await Self.furnish(30, workers[0], world, database)
            try await withJobs(of: workers) {
                let first = try await workers[0].update()
                #expect(first.state == "finished")
                #expect((first.done, first.failed, first.left) == (30, 0, 0))
                for guild in 1...30 as ClosedRange<Int64> {
                    #expect(world.names(in: guild) == ["Members: 100"])
                }
                #expect(world.calls("PATCH").count == 30)
                world.guilds[7]?.members = 101
                let second = try await workers[1].update()
                #expect(second.id > first.id && second.done == 30)
                #expect(world.calls("PATCH").count == 31)
                #expect(world.names(in: 7) == ["Members: 101"])
            }
        }
    }

    @Test func `samples are stored once a run, for each guild that has the statistic on`()
        async throws
    {
        try await withCounters(workers: 2) { workers, world, database in
            let worker = workers[0]
            for (guild, toggles) in [
                (1, [Toggle.members]), (2, [.activities]), (3, [.members, .activities]),
                (4, [.counters]), (5, [.voice]),
            ] as [(Int64, [Toggle])] {
                try await worker.enableCounters(
                    guild: guild, on: toggles, category: world.addGuild(guild))
            }
            try await worker.report("dnd", of: 9, guild: 3)
            try await withJobs(of: workers) {
                for _ in 0..<2 {
                    let run = try await worker.update()
                    #expect(run.done == 3)
                }
            }
            for guild in [1, 3] as [Int64] {
                let rows = try await worker.rows("members/total", guild: guild)
                #expect(rows.map { $0["current_members"] } == ["100.0", "100.0"])
            }
            let statuses = try await worker.rows("activities/statuses", guild: 3)
            #expect(statuses.count == 2)
            #expect(statuses[0]["online_count"] == "39.0")
            #expect(statuses[0]["dnd_count"] == "1.0" && statuses[0]["offline_count"] == "60.0")
            #expect(try await worker.rows("members/total", guild: 2) == [])
            #expect(try database.number("SELECT count(*) FROM statistics_samples") == 8)
            #expect(
                world.calls("GET", "/guilds/4").isEmpty && world.calls("GET", "/guilds/5").isEmpty)
        }
    }

    @Test func `a run with failing guilds goes on, and counts them`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(12, workers[0], world, database)
            world.guilds[3] = nil
            world.fault = { call in
                switch call.path {
                case let path where path.hasPrefix("/guilds/5?"): .status(403, "Missing Access")
                case let path where path.hasPrefix("/guilds/6?"): .garbage
                default: nil
                }
            }
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect((run.state, run.done, run.failed, run.left) == ("finished", 9, 3, 0))
            }
            #expect(world.calls("PATCH").count == 9)
            let noted = try database.number(
                "SELECT count(*) FROM counter_refreshes WHERE failure IS NOT NULL")
            #expect(noted == 3)
        }
    }

    @Test func `a channel that is gone drops its counter`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(2, workers[0], world, database)
            let gone = world.channels.first { $0.value.guild == 1 && $0.value.type == 2 }
            world.channels[gone?.key ?? 0] = nil
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect(run.done == 2)
            }
            #expect(try database.number("SELECT count(*) FROM counters WHERE guild_id = 1") == 0)
            #expect(try database.number("SELECT count(*) FROM counters") == 1)
        }
    }

    @Test func `two renames in ten minutes, the last value on a later run`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(1, workers[0], world, database)
            try await withJobs(of: workers) {
                for members in 101...104 {
                    world.guilds[1]?.members = members
                    let run = try await workers[0].update()
                    #expect(run.failed == 0)
                }
                #expect(world.calls("PATCH").count == 2)
                #expect(world.names(in: 1) == ["Members: 102"])
                try database.run(
                    """
                    UPDATE counters SET renamed_at = renamed_at - interval '10 minutes',
                    renamed_before = renamed_before - interval '10 minutes'
                    """)
                try await workers[0].update()
                #expect(world.names(in: 1) == ["Members: 104"])
                #expect(world.calls("PATCH").count == 3)
            }
        }
    }

    @Test func `a guild that the bot has left is left alone for a while, and named`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(2, workers[0], world, database)
            try await withJobs(of: workers) {
                world.fault = {
                    $0.path.hasPrefix("/guilds/1") ? .status(403, "Missing Access") : nil
                }
                let first = try await workers[0].update()
                #expect((first.done, first.failed) == (1, 1))
                let second = try await workers[0].update()
                #expect((second.done, second.failed, second.left) == (1, 0, 0))
                #expect(world.calls("GET", "/guilds/1?").count == 1)
                let shown = try await workers[0].api.ask("GET", Self.path).text
                #expect(
                    shown.contains(#""refused":[{"guild_id":"1","cause":"Discord answered 403"#))
                try database.run("UPDATE counter_refreshes SET retry_at = now() WHERE guild_id = 1")
                let third = try await workers[0].update()
                #expect((third.done, third.failed) == (1, 1))
                let waits =
                    "SELECT extract(epoch FROM retry_at - refreshed_at)::int FROM counter_refreshes WHERE guild_id = 1"
                #expect(try database.number(waits) == 1_200)
                world.fault = { _ in nil }
                try database.run("UPDATE counter_refreshes SET retry_at = now() WHERE guild_id = 1")
                let last = try await workers[0].update()
                #expect((last.done, last.failed) == (2, 0))
                let after = try await workers[0].api.ask("GET", Self.path).text
                #expect(after.contains(#""refused":[]"#))
            }
        }
    }

    @Test func `a rename that Discord refuses uses up none of the two`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(1, workers[0], world, database)
            try await withJobs(of: workers) {
                world.fault = { $0.method == "PATCH" ? .status(403, "Missing Permissions") : nil }
                for _ in 0..<3 {
                    let refused = try await workers[0].update()
                    #expect(refused.failed == 1)
                }
                world.fault = { _ in nil }
                for members in [101, 102] {
                    world.guilds[1]?.members = members
                    let run = try await workers[0].update()
                    #expect(run.failed == 0)
                    #expect(world.names(in: 1) == ["Members: \(members)"])
                }
            }
        }
    }

    @Test func `a rename whose answer was lost isn't made twice`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(1, workers[0], world, database)
            // As a worker leaves it that dies after Discord has taken the rename.
            try database.run("UPDATE counters SET name = NULL, renamed_at = now()")
            for id in world.channels.keys { world.channels[id]?.name = "Members: 100" }
            try await withJobs(of: workers) { try await workers[0].update() }
            #expect(world.calls("PATCH").isEmpty)
            #expect(
                try database.number("SELECT count(*) FROM counters WHERE name = 'Members: 100'")
                    == 1)
        }
    }

    @Test func `a rename that got no answer is looked for before it's made again`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(2, workers[0], world, database)
            world.fault = { call in
                guard call.method == "PATCH" else { return nil }
                return call.body.contains("100") ? .doneAndLost : .status(500)
            }
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect((run.state, run.done, run.failed) == ("finished", 0, 2))
                world.fault = { _ in nil }
                for id in world.channels.keys where world.channels[id]?.guild == 2 {
                    if world.channels[id]?.type == 2 { world.channels[id]?.name = "other" }
                }
                let next = try await workers[0].update()
                #expect(next.done == 2)
            }
            #expect(
                world.names(in: 1) == ["Members: 100"] && world.names(in: 2) == ["Members: 100"])
            #expect(world.calls("PATCH").count == 3)
        }
    }

    @Test func `counters that are off are left alone`() async throws {
        try await withCounters { workers, world, database in
            try await Self.furnish(2, workers[0], world, database)
            try await workers[0].put(TestWorker.settings(of: 2, on: [.members]))
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect(run.done == 2)
            }
            #expect(world.names(in: 1) == ["Members: 100"])
            #expect(world.names(in: 2) == ["Members: 0"])
        }
    }

    @Test func `ten calls at once, on one worker and on several, start one run`() async throws {
        try await withCounters(workers: 3) { workers, world, database in
            try await Self.furnish(3, workers[0], world, database)
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
            try await Self.furnish(5, workers[0], world, database)
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
            try await Self.furnish(40, workers[0], world, database, on: [.counters, .members])
            var seen = 0
            world.fault = { call in
                guard call.method == "PATCH" else { return nil }
                seen += 1
                return seen > 10 ? .held : nil
            }
            try await withJobs(of: [workers[0]]) {
                _ = try await workers[0].api.ask("POST", Self.path)
                try await until { world.heldCount > 0 }
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
            try await Self.furnish(1, workers[0], world, database)
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
            try await Self.furnish(1, workers[0], world, database, on: [.counters, .members])
            world.fault = { $0.method == "GET" ? .held : nil }
            try await withJobs(of: workers) {
                _ = try await workers[0].api.ask("POST", Self.path)
                try await until { world.heldCount == 1 }
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
