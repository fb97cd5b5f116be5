import API
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct CounterCreationTests {
    private static let role: Int64 = 77

    /// A guild with a role, and three of its members dnd or online.
    @LoopActor
    private static func furnish(_ worker: TestWorker, _ world: CounterWorld) async throws -> Int64 {
        var guild = CounterWorld.Guild()
        guild.roles = [role: "Cooks", 78: "Guests"]
        guild.roleCounts = [role: 9]
        guild.rolesByMember = [1: [role], 2: [role], 3: [role], 4: [78]]
        let category = world.addGuild(TestWorker.guild, guild)
        world.addChannel(.init(guild: TestWorker.guild, type: 0, name: "general"))
        try await worker.enableCounters(category: category)
        for (member, status) in [(1, "dnd"), (2, "idle"), (3, "online"), (4, "online"), (5, "dnd")]
        {
            try await worker.report(status, of: Int64(member))
        }
        return category
    }

    @Test func `each type shows its number in a locked voice channel of the category`()
        async throws
    {
        let names = [
            "🟢 38 ⛔ 2 ⚫ 60", "Online: 38", "Online Cooks: 2", "Offline: 60", "DND: 2",
            "Members: 100", "Cooks: 9", "Boosts: 3", "Channels: 10", "Roles: 2",
        ]
        try await withCounters { workers, world, _ in
            let category = try await Self.furnish(workers[0], world)
            for type in 1...10 {
                let answer = try await workers[0].addCounter(type, role: Self.role)
                #expect(answer.status == 200, "\(type) \(answer.said)")
                let shape = Shape.object(["counter": Counter.shape])
                #expect(ShapeCheck.mismatch(answer.data, shape) == nil)
            }
            #expect(world.names(in: TestWorker.guild) == names)
            for channel in world.channels.values where channel.type == 2 {
                #expect(channel.parent == category)
                let lock = #"{"id":"\#(TestWorker.guild)","type":0,"allow":0,"deny":1048576}"#
                let key = #"{"id":"99","type":1,"allow":1049600,"deny":0}"#
                #expect(channel.body.contains("[\(lock),\(key)]"))
            }
        }
    }

    @Test func `only what a type needs is asked for`() async throws {
        let needs: [Int: Set<String>] = [
            1: ["guild"], 2: ["guild"], 3: ["guild", "roles", "members"], 4: ["guild"], 5: [],
            6: ["guild"], 7: ["roles", "member-counts"], 8: ["guild"], 9: ["channels"],
            10: ["roles"],
        ]
        try await withCounters { workers, world, _ in
            _ = try await Self.furnish(workers[0], world)
            // The first one asks who the bot is.
            try await workers[0].addCounter(6)
            for (type, wanted) in needs {
                world.forgetCalls()
                try await workers[0].addCounter(type, role: Self.role)
                let asked = world.calls("GET").map { call in
                    let last = call.path.split(separator: "?")[0].split(separator: "/").last ?? ""
                    return Int64(last) == nil ? String(last) : "guild"
                }
                #expect(Set(asked) == wanted, "\(type) \(asked)")
            }
        }
    }

    @Test func `format and goal go into the name, cut to 100 characters`() async throws {
        try await withCounters { workers, world, _ in
            _ = try await Self.furnish(workers[0], world)
            try await workers[0].addCounter(6, format: "To go: <value>", goal: 150)
            try await workers[0].addCounter(6, format: "", goal: 20)
            let long = "<value>" + String(repeating: "x", count: 93)
            try await workers[0].addCounter(6, format: long, goal: 1_000_000_000)
            #expect(
                world.names(in: TestWorker.guild) == [
                    "To go: 50", "Members: 0",
                    "999999900" + String(repeating: "x", count: 91),
                ])
        }
    }

    @Test(arguments: [#""junk""#, "true", "-1", "[]", #""9999999999999999999999""#])
    func `a role that the type doesn't need is ignored, whatever it is`(role: String) async throws {
        try await withCounters { workers, world, _ in
            _ = try await Self.furnish(workers[0], world)
            func add(_ type: Int) async throws -> InMemoryAnswer {
                try await workers[0].ask(
                    "POST", "counters",
                    """
                    "counter_type":\(type),"new_format":null,"new_role_id":\(role),"new_goal":null
                    """)
            }
            let answer = try await add(6)
            #expect(answer.status == 200, "\(answer.said)")
            #expect(answer.text.contains(#""role_id":null"#))
            let needed = try await add(7)
            #expect(needed.code == 400)
        }
    }

    @Test func `what breaks a rule is refused before anything is created`() async throws {
        try await withCounters { workers, world, _ in
            let worker = workers[0]
            #expect(try await worker.addCounter(6).code == 800)
            #expect(try await worker.addCounter(11).code == 800)
            _ = try await Self.furnish(worker, world)
            for type in [0, 11, -1] { #expect(try await worker.addCounter(type).code == 422) }
            for goal in [0, -5, 1_000_000_001] {
                #expect(try await worker.addCounter(6, goal: goal).code == 422)
            }
            #expect(try await worker.addCounter(1, goal: 5).code == 422)
            let long = String(repeating: "x", count: 101)
            #expect(try await worker.addCounter(6, format: long).code == 422)
            for type in [3, 7] {
                let missing = try await worker.addCounter(type)
                #expect(missing.code == 400)
                #expect(missing.message?.contains("'new_role_id'") == true)
                #expect(try await worker.addCounter(type, role: 99).code == 422)
                #expect(try await worker.addCounter(type, role: TestWorker.guild).code == 422)
            }
            #expect(try await worker.addCounter(6, role: 99).status == 200)
            #expect(world.calls("POST").count == 1)
        }
    }

    @Test func `counters that are off take no counter`() async throws {
        try await withCounters { workers, world, _ in
            let category = world.addGuild(TestWorker.guild)
            try await workers[0].enableCounters(on: [], category: category)
            world.forgetCalls()
            let refused = try await workers[0].addCounter(6)
            #expect(refused.code == 422 && world.calls.isEmpty)
        }
    }

    @Test func `a category that is gone, or none, is told in words`() async throws {
        try await withCounters { workers, world, _ in
            let category = try await Self.furnish(workers[0], world)
            world.channels[category] = nil
            let gone = try await workers[0].addCounter(6)
            #expect(gone.code == 422 && gone.message?.contains("category") == true)
        }
    }

    @Test func `50 and no more, however many ask at once`() async throws {
        try await withCounters(workers: 2) { workers, world, database in
            _ = try await Self.furnish(workers[0], world)
            try database.addCounters(40)
            let codes = try await inParallel(24) { place in
                try await workers[place % 2].addCounter(6).status
            }
            #expect(codes.count { $0 == 200 } == 10)
            #expect(codes.count { $0 == 422 } == 14)
            #expect(world.names(in: TestWorker.guild).count == 10)
            #expect(try database.number("SELECT count(*) FROM counters") == 50)
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test(arguments: [400, 401, 403, 404, 500, 503])
    func `what Discord refuses is 804 in words, and nothing is stored`(status: Int) async throws {
        try await withCounters { workers, world, database in
            _ = try await Self.furnish(workers[0], world)
            world.fault = { $0.method == "POST" ? .status(status, "Because") : nil }
            let answer = try await workers[0].addCounter(6)
            #expect(answer.code == 804, "\(answer.said)")
            #expect(try database.number("SELECT count(*) FROM counters") == 0)
        }
    }

    @Test func `garbage from Discord is 804`() async throws {
        try await withCounters { workers, world, _ in
            _ = try await Self.furnish(workers[0], world)
            world.fault = { $0.method == "GET" ? .garbage : nil }
            #expect(try await workers[0].addCounter(6).code == 804)
        }
    }

    @Test func `a channel made while the module was disabled is deleted again`() async throws {
        try await withCounters { workers, world, database in
            _ = try await Self.furnish(workers[0], world)
            world.fault = { $0.method == "POST" ? .held : nil }
            let codes = try await inParallel(2) { place in
                if place == 0 { return try await workers[0].addCounter(6).code ?? 200 }
                await until { world.heldCount == 1 }
                let code = try await workers[0].ask("POST", "disable").status
                world.release()
                return code
            }
            #expect(codes == [800, 200])
            #expect(world.names(in: TestWorker.guild) == [])
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test func `a channel that can't be stored is deleted again`() async throws {
        try await withCounters { workers, world, database in
            _ = try await Self.furnish(workers[0], world)
            try database.run(
                "ALTER TABLE counters ADD CONSTRAINT never CHECK (counter_type <> 6)")
            #expect(try await workers[0].addCounter(6).code == 803)
            #expect(world.calls("POST").count == 1 && world.names(in: TestWorker.guild) == [])
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test func `what a dead worker left on Discord is found and deleted, and nothing else`()
        async throws
    {
        try await withCounters { workers, world, database in
            let category = try await Self.furnish(workers[0], world)
            world.fault = { $0.method == "POST" ? .doneAndLost : nil }
            #expect(try await workers[0].addCounter(6).code == 804)
            world.fault = { _ in nil }
            try await workers[0].addCounter(6)
            let other = world.addChannel(
                .init(guild: TestWorker.guild, type: 2, name: "Members: 100", parent: nil))
            #expect(world.names(in: TestWorker.guild).count == 3)
            await workers[0].reconciler.completeAll()
            #expect(world.names(in: TestWorker.guild).count == 3)
            try database.script(
                """
                UPDATE serverstats_creations SET began_at = began_at - interval '2 minutes';
                UPDATE effects SET due_at = due_at - interval '2 minutes'
                """)
            try database.run("UPDATE serverstats_settings SET enabled_at = '-infinity'")
            // Two minutes ago by the row, so the channel's id, which holds its time, is at the end of its time.
            await workers[0].reconciler.completeAll()
            #expect(world.names(in: TestWorker.guild).count == 2)
            #expect(world.channels[other] != nil && world.channels[category] != nil)
            #expect(try database.number("SELECT count(*) FROM counters") == 1)
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test func `deleting a counter deletes its channel; one that is gone is no error`() async throws
    {
        try await withCounters { workers, world, database in
            _ = try await Self.furnish(workers[0], world)
            for _ in 0..<2 { try await workers[0].addCounter(6) }
            let ids = try database.run("SELECT counter_id FROM counters ORDER BY 1")
                .map { $0.int64(0) }
            world.fault = { $0.method == "DELETE" ? .status(403) : nil }
            #expect(try await workers[0].ask("DELETE", "counter/\(ids[0])").code == 804)
            world.fault = { _ in nil }
            #expect(try await workers[0].ask("DELETE", "counter/\(ids[0])").status == 200)
            #expect(world.names(in: TestWorker.guild).count == 1)
            #expect(try await workers[0].ask("DELETE", "counter/\(ids[0])").code == 404)
            for (id, channel) in world.channels where channel.type == 2 { world.channels[id] = nil }
            #expect(try await workers[0].ask("DELETE", "counter/\(ids[1])").status == 200)
            #expect(try database.number("SELECT count(*) FROM counters") == 0)
        }
    }
}
