import API
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Worker

/// `GET /modules`: what guilds have on, and what changes, over two workers of one database.
@Suite struct ModuleFeedTests {
    /// A worker of the cluster.
    @LoopActor
    private struct Member {
        let database: Database
        let application: Application
        let api: InMemoryAPI

        init(_ url: String) throws {
            database = try Database(configuration: .patient(url))
            application = Application(database, queue: 10, log: .silent)
            let readiness = DatabaseReadiness(log: .silent) { _ in true }
            api = InMemoryAPI(application.endpoints(readiness: readiness, version: "1"))
            database.start()
            application.start()
        }

        func stop() {
            application.stop()
            database.stop()
        }

        func change(_ path: String, _ guild: Int, _ more: String = "") async throws {
            let method = path.hasSuffix("settings") ? "PUT" : "POST"
            let answer = try await api.ask(
                method, "/modules/\(path)", #"{"guild_id":\#(guild)\#(more)}"#)
            #expect(answer.status == 200, "\(answer.said)")
        }

        func feed(_ query: String = "", token: String = "service") async throws -> Feed {
            let answer = try await api.ask("GET", "/modules?\(query)", token: token)
            #expect(answer.status == 200, "\(answer.said)")
            let data = try #require(answer.data)
            return Feed(
                guilds: data.member("guilds" as StaticString)?.elements.map { guild in
                    Feed.Guild(
                        id: guild.member("guild_id" as StaticString)?.string() ?? "",
                        modules: guild.texts("modules"), statistics: guild.texts("statistics"),
                        starboard: guild.member("starboard" as StaticString)?.bool() ?? false)
                } ?? [], cursor: data.member("cursor" as StaticString)?.string() ?? "",
                more: data.member("more" as StaticString)?.bool() ?? false)
        }
    }

    private struct Feed: Sendable {
        struct Guild: Equatable, Sendable {
            let id: String
            let modules: [String]
            let statistics: [String]
            let starboard: Bool
        }

        let guilds: [Guild]
        let cursor: String
        let more: Bool

        var names: [String] { guilds.map { "\($0.id): \($0.modules.joined(separator: " "))" } }
    }

    private func withCluster(
        _ body: @escaping @LoopActor (Member, Member, SynchronousDatabase) async throws -> Void
    ) async throws {
        try await withDatabase { url in
            let database = try SynchronousDatabase(url: url)
            try await onLoop {
                let members = (try Member(url), try Member(url))
                defer {
                    members.0.stop()
                    members.1.stop()
                }
                try await body(members.0, members.1, database)
            }
        }
    }

    private static let switches = [
        "counters_category_id", "starboard_channel",
    ].map { #","\#($0)":null"# }.joined()

    private static func settings(_ on: String...) -> String {
        let names = [
            "counters_enabled", "starboard_enabled", "stats_messages_enabled",
            "stats_commands_enabled", "stats_members_enabled", "stats_activities_enabled",
            "stats_voice_enabled", "stats_modules_autoresponder_enabled",
            "stats_modules_tags_enabled", "stats_modules_verifier_enabled",
            "stats_modules_socials_enabled", "stats_modules_rules_enabled",
            "stats_modules_invite_tracker_enabled", "stats_modules_reactionroles_enabled",
            "stats_modules_welcoming_enabled", "stats_modules_tempchannels_enabled",
            "stats_modules_tickets_enabled", "stats_functions_reminders_enabled",
            "stats_functions_giveaways_enabled", "stats_modules_polls_enabled",
        ]
        return switches + #","starboard_count":3"#
            + names.map { #","\#($0)":\#(on.contains($0))"# }.joined()
    }

    @Test func `all guilds come in pages, and then what changes, however it changed`() async throws
    {
        try await withCluster { first, second, _ in
            #expect(try await first.feed().guilds == [])
            for guild in 1...5 { try await first.change("autoresponder/enable", guild) }
            try await second.change("reactionroles/enable", 5)
            try await second.change("reactionroles/enable", 6)
            var query = "page_size=2"
            var names: [String] = []
            var feed: Feed
            repeat {
                feed = try await second.feed(query)
                names += feed.names
                query = "page_size=2&since=\(feed.cursor)"
                // A change during the listing isn't lost.
                if names.count == 2 { try await first.change("autoresponder/disable", 1) }
            } while feed.more
            #expect(
                names == [
                    "1: autoresponder", "2: autoresponder", "3: autoresponder", "4: autoresponder",
                    "5: autoresponder reactionroles", "6: reactionroles",
                ])
            let changes = try await first.feed("since=\(feed.cursor)")
            #expect(changes.names == ["1: "])
            #expect(try await first.feed("since=\(changes.cursor)").guilds == [])
            #expect(try await first.feed().names.count == 5)
        }
    }

    @Test func `statistics are told by their paths, and every change of a switch`() async throws {
        try await withCluster { worker, _, _ in
            try await worker.change("serverstats/enable", 7)
            let enabled = try await worker.feed("guild_id=7")
            #expect(enabled.names == ["7: serverstats"])
            #expect(enabled.guilds.first?.statistics == [])
            try await worker.change(
                "serverstats/settings", 7,
                Self.settings("stats_messages_enabled", "stats_voice_enabled"))
            let changed = try await worker.feed("since=\(enabled.cursor)")
            #expect(changed.guilds.count == 1)
            #expect(
                Set(changed.guilds.first?.statistics ?? [])
                    == ["messages/sent", "messages/deleted", "voice"])
            #expect(changed.guilds.first?.starboard == false)
            // Nothing changes, so nobody is told.
            try await worker.change(
                "serverstats/settings", 7,
                Self.settings("stats_messages_enabled", "stats_voice_enabled"))
            #expect(try await worker.feed("since=\(changed.cursor)").guilds == [])
        }
    }

    @Test func `who waits is told by any worker's change, at once`() async throws {
        try await withCluster { first, second, _ in
            await until { first.database.direct.listenIsConfirmed }
            let begin = try await first.feed().cursor
            let told = Promise<[String]>()
            spawn {
                let feed = try? await first.feed("since=\(begin)&wait=30")
                told.fulfil(feed?.names ?? ["nothing"])
            }
            await until { first.application.waitingForChanges != 0 }
            try await second.change("invite-tracker/enable", 3)
            #expect(await told.value == ["3: invite-tracker"])
        }
    }

    @Test func `who waits is answered when the worker ends, and when the time is over`()
        async throws
    {
        try await withCluster { worker, _, _ in
            let begin = try await worker.feed().cursor
            #expect(try await worker.feed("since=\(begin)&wait=1").cursor == begin)
            let told = Promise<String>()
            spawn { told.fulfil((try? await worker.feed("since=\(begin)&wait=30").cursor) ?? "") }
            await until { worker.application.waitingForChanges != 0 }
            worker.application.stop()
            #expect(await told.value == begin)
        }
    }

    @Test func `of two transactions the later one's number is the higher, so none is missed`()
        async throws
    {
        try await withCluster { worker, _, database in
            // Begun before, committed after: its number comes with its commit.
            try database.begin()
            try database.execute(script: "INSERT INTO reactionroles_settings (guild_id) VALUES (1)")
            try await worker.change("reactionroles/enable", 2)
            let seen = try await worker.feed("since=0")
            #expect(seen.names == ["2: reactionroles"])
            try database.commit()
            #expect(try await worker.feed("since=\(seen.cursor)").names == ["1: reactionroles"])
        }
    }

    @Test func `a cursor from before the database was restored begins anew`() async throws {
        try await withCluster { worker, _, _ in
            try await worker.change("reactionroles/enable", 2)
            let feed = try await worker.feed("since=999&wait=30")
            #expect(feed.names == ["2: reactionroles"])
            #expect(feed.cursor == "1")
        }
    }

    @Test func `an administrator sees their own guild only, and wrong cursors are told`()
        async throws
    {
        try await withCluster { worker, _, _ in
            #expect(try await worker.feed("guild_id=4", token: "key-of-4").names == ["4: "])
            for (query, status) in [("", 403), ("since=0", 403), ("guild_id=5", 403)] {
                let answer = try await worker.api.ask("GET", "/modules?\(query)", token: "key-of-4")
                #expect(answer.status == status)
            }
            for cursor in ["x", "-1", "1.2.3", ".", "1.-2", "99999999999999999999"] {
                let answer = try await worker.api.ask("GET", "/modules?since=\(cursor)")
                #expect(answer.status == 400, "\(cursor)")
            }
            let tooLong = try await worker.api.ask("GET", "/modules?since=0&wait=31")
            #expect(tooLong.status == 400)
        }
    }
}

extension JSONValue {
    fileprivate func texts(_ name: String) -> [String] {
        member(name)?.elements.compactMap { $0.string() } ?? []
    }
}
