import API
import Effects
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

@Suite struct SettingsChannelTests {
    @LoopActor private static let both = settings(category: true, channel: true)

    @LoopActor
    private static func settings(category: Bool, channel: Bool) -> String {
        var body = TestWorker.settings(on: [.counters, .starboard])
        if category {
            body = body.replacing(
                #""counters_category_id":5"#, with: #""counters_category_id":"create""#)
        }
        if channel {
            body = body.replacing(
                #""starboard_channel":"6""#, with: #""starboard_channel":"create""#)
        }
        return body
    }

    /// The ids that an answer's settings name.
    @LoopActor
    private static func ids(_ answer: InMemoryAnswer) -> [Int64?] {
        let settings = answer.data?.member("settings" as StaticString)
        return ["counters_category_id", "starboard_channel"].map {
            settings?.member($0)?.string().flatMap { Int64($0) }
        }
    }

    @Test func `create makes a category and a text channel, which the settings then name`()
        async throws
    {
        try await withCounters { workers, world, database in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            let answer = try await workers[0].put(Self.both)
            #expect(answer.status == 200, "\(answer.said)")
            let ids = Self.ids(answer)
            #expect(world.channels.count == 2)
            #expect(world.channels[ids[0] ?? 0]?.type == 4)
            #expect(world.channels[ids[1] ?? 0]?.type == 0)
            let shown = try await workers[0].ask("GET", "settings")
            #expect(Self.ids(shown) == ids)
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test func `one channel that is created leaves the other as it was given`() async throws {
        try await withCounters { workers, world, _ in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            let channel = try await workers[0].put(Self.settings(category: false, channel: true))
            #expect(Self.ids(channel)[0] == 5 && world.channels.count == 1)
            let category = try await workers[0].put(Self.settings(category: true, channel: false))
            #expect(Self.ids(category)[1] == 6 && world.channels.count == 2)
        }
    }

    @Test func `create repeated makes nothing new, until what it made is gone or given up`()
        async throws
    {
        try await withCounters { workers, world, _ in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            let first = try await workers[0].put(Self.both)
            let repeated = try await workers[0].put(Self.both)
            #expect(Self.ids(repeated) == Self.ids(first))
            #expect(world.channels.count == 2)
            world.fault = { $0.method == "GET" ? .foreign404 : nil }
            let unknown = try await workers[0].put(Self.both)
            #expect(unknown.code == 804 && world.channels.count == 2)
            world.fault = { _ in nil }
            world.channels[Self.ids(first)[1] ?? 0] = nil
            let anew = try await workers[0].put(Self.both)
            #expect(Self.ids(anew)[0] == Self.ids(first)[0])
            #expect(Self.ids(anew)[1] != Self.ids(first)[1])
            try await workers[0].put(Self.settings(category: true, channel: false))
            let other = try await workers[0].put(Self.both)
            #expect(Self.ids(other)[1] != Self.ids(anew)[1])
        }
    }

    @Test(arguments: [400, 401, 403, 404, 500])
    func `where one of both fails the other is undone, and nothing changes`(status: Int)
        async throws
    {
        try await withCounters { workers, world, database in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].enable(on: [.tags])
            let before = try await workers[0].ask("GET", "settings").text
            world.fault = { call in
                call.body.contains(#""starboard""#) ? .status(status, "Because") : nil
            }
            let answer = try await workers[0].put(Self.both)
            #expect(answer.code == 804, "\(answer.said)")
            if status == 401 {
                // Nothing is sent any more: whoever starts with another token clears it away.
                let kept = "SELECT count(*) FROM serverstats_creations WHERE channel_type = 4"
                #expect(try database.number(kept) == 1)
            } else {
                #expect(world.channels.isEmpty && answer.message?.contains("Because") == true)
            }
            let after = try await workers[0].ask("GET", "settings").text
            #expect(before == after)
        }
    }

    @Test func `a disabled module is told before Discord is asked`() async throws {
        try await withCounters { workers, world, _ in
            let answer = try await workers[0].put(Self.both)
            #expect(answer.code == 800 && world.calls.isEmpty)
        }
    }

    @Test func `disabled while the channels were made, they are deleted again`() async throws {
        try await withCounters { workers, world, database in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            world.fault = { $0.body.contains(#""starboard""#) ? .held : nil }
            let codes = try await inParallel(2) { place in
                if place == 0 { return try await workers[0].put(Self.both).code ?? 200 }
                await until { world.heldCount == 1 }
                let code = try await workers[0].ask("POST", "disable").status
                world.release()
                return code
            }
            #expect(codes == [800, 200] && world.channels.isEmpty)
        }
    }

    @Test func `two at once make one of each and agree on them`() async throws {
        try await withCounters(workers: 2) { workers, world, _ in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            world.fault = { $0.method == "POST" ? .held : nil }
            let ids = try await inParallel(3) { place in
                if place < 2 { return Self.ids(try await workers[place].put(Self.both)) }
                // One is at Discord, the other waits for it.
                await until {
                    world.heldCount == 1
                        && workers.allSatisfy {
                            $0.database.direct.lockAttempts > 0
                        }
                }
                world.fault = { _ in nil }
                world.release()
                return []
            }
            #expect(ids[0] == ids[1] && ids[0].count == 2)
            #expect(world.channels.count == 2)
        }
    }

    @Test func `what a dead worker had created is deleted once its time is over`() async throws {
        try await withCounters { workers, world, database in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            world.fault = { $0.method == "POST" ? .doneAndLost : nil }
            #expect(try await workers[0].put(Self.both).code == 804)
            world.fault = { _ in nil }
            #expect(world.channels.count == 1)
            try database.script(
                """
                UPDATE serverstats_creations SET began_at = began_at - interval '2 minutes';
                UPDATE effects SET due_at = due_at - interval '2 minutes'
                """)
            world.fault = { $0.method == "DELETE" ? .status(500) : nil }
            await workers[0].reconciler.completeAll()
            #expect(world.channels.count == 1)
            world.fault = { _ in nil }
            await workers[0].reconciler.completeAll()
            #expect(world.channels.count == 1, "it isn't tried again at once")
            try database.run("UPDATE effects SET due_at = now()")
            await workers[0].reconciler.completeAll()
            #expect(world.channels.isEmpty)
            #expect(try database.number("SELECT count(*) FROM serverstats_creations") == 0)
        }
    }

    @Test func `a category that somebody has put channels into is not deleted`() async throws {
        try await withCounters { workers, world, database in
            world.guilds[TestWorker.guild] = .init()
            try await workers[0].ask("POST", "enable")
            world.fault = { $0.method == "POST" ? .doneAndLost : nil }
            try await workers[0].put(Self.settings(category: true, channel: false))
            world.fault = { _ in nil }
            let category = world.channels.keys.first
            world.addChannel(
                .init(guild: TestWorker.guild, type: 0, name: "mine", parent: category))
            try database.script(
                """
                UPDATE serverstats_creations SET began_at = began_at - interval '2 minutes';
                UPDATE effects SET due_at = due_at - interval '2 minutes'
                """)
            await workers[0].reconciler.completeAll()
            #expect(world.channels.count == 2)
        }
    }
}
