import API
import Discord
import Essentials
import EventLoop
import Jobs
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// What a run of updates does with counters.
@Suite struct CountersUpdateTests {
    private static let path = "/modules/serverstats/counters/update"

    @Test func `a run renames what changed, and only that`() async throws {
        try await withCounters(workers: 2) { workers, world, database in
            try await world.furnish(30, workers[0], database)
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
            try await world.furnish(12, workers[0], database)
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
            try await world.furnish(2, workers[0], database)
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
            try await world.furnish(1, workers[0], database)
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
            try await world.furnish(2, workers[0], database)
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
            try await world.furnish(1, workers[0], database)
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
            try await world.furnish(1, workers[0], database)
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
            try await world.furnish(2, workers[0], database)
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
            try await world.furnish(2, workers[0], database)
            try await workers[0].put(TestWorker.settings(of: 2, on: [.members]))
            try await withJobs(of: workers) {
                let run = try await workers[0].update()
                #expect(run.done == 2)
            }
            #expect(world.names(in: 1) == ["Members: 100"])
            #expect(world.names(in: 2) == ["Members: 0"])
        }
    }
}
