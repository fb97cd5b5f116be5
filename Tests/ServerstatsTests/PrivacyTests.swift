import Discord
import Essentials
import EventLoop
import Modules
import TestSupport
import Testing

@testable import Serverstats

@Suite struct PrivacyTests {
    private static let member = #""privacy_member_id":7"#

    @LoopActor
    private static func store(_ worker: TestWorker, member: Int) async throws {
        try await worker.ask("POST", "stats/members/joined", #""joined_member_id":\#(member)"#)
        try await worker.ask(
            "POST", "stats/messages/sent",
            #""author_id":\#(member),"channel_id":8,"message_id":\#(member * 10)"#)
        try await worker.ask(
            "POST", "stats/commands/used", #""initiator_id":\#(member),"command":"ping""#)
        try await worker.ask(
            "POST", "stats/voice", #""joined_member_id":\#(member),"channel_id":8"#)
        try await worker.ask(
            "POST", "stats/activities/presence",
            #""presence_user_id":\#(member),"activities":[{"activity_type":0,"name":"a"}],"status":"dnd""#
        )
    }

    @LoopActor
    private static func count(
        _ worker: TestWorker, _ member: Int64, _ names: MemberNames = MemberNames()
    ) async throws -> MemberEntries {
        let guild = try #require(Snowflake(rawValue: TestWorker.guild))
        let member = try #require(Snowflake(rawValue: member))
        return try await MemberPrivacy(database: worker.database, guild: guild, member: member)
            .count(names)
    }

    @LoopActor
    private static func count(_ worker: TestWorker, _ member: Int64) async throws -> Int64 {
        try await count(worker, member, MemberNames()).id
    }

    @Test func `entries are counted under the member's id, and are none while the module is off`()
        async throws
    {
        try await withWorker { worker, _ in
            #expect(try await Self.count(worker, 7) == 0)
            try await worker.enable()
            try await Self.store(worker, member: 7)
            try await Self.store(worker, member: 8)
            #expect(try await Self.count(worker, 7) == 6)
            #expect(try await Self.count(worker, 9) == 0)
            try await worker.ask("POST", "disable")
            #expect(try await Self.count(worker, 7) == 0)
            try await worker.enable()
            #expect(try await Self.count(worker, 7) == 0)
        }
    }

    @Test func `deleting takes everything of the member and nothing of others`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try await Self.store(worker, member: 7)
            try await Self.store(worker, member: 8)
            let answer = try await worker.ask(
                "DELETE", "privacy/delete-user-entries", Self.member)
            #expect(answer.data?.member("deleted" as StaticString)?.int64() == 6)
            #expect(try await Self.count(worker, 7) == 0)
            #expect(try await Self.count(worker, 8) == 6)
            #expect(try database.eventCount() == 3)
            try await database.untilErasuresHavePassed()
            // The message is known to have been erased.
            try await Self.store(worker, member: 7)
            #expect(try await Self.count(worker, 7) == 5)
        }
    }

    @Test func `a large guild is searched in chunks`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                UPDATE serverstats_settings SET enabled_at = now() - interval '2 days';
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id)
                SELECT \(TestWorker.guild), n % 3 + 9, (at AT TIME ZONE 'UTC')::date, at, n % 100
                FROM (SELECT n, now() - n % 2000 * interval '1 minute' * 0.5 AS at FROM generate_series(1, 12000) AS n) AS t
                """)
            #expect(try await Self.count(worker, 7) == 120)
            let answer = try await worker.ask(
                "DELETE", "privacy/delete-user-entries", Self.member)
            #expect(answer.data?.member("deleted" as StaticString)?.int64() == 120)
            #expect(try database.eventCount() == 11_880)
        }
    }

    @Test func `who switched data collection off is not stored any more`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try await Self.store(worker, member: 7)
            let off = try await worker.ask(
                "PUT", "privacy/data-collection", Self.member + #","enabled":false"#)
            #expect(off.status == 200)
            // What was collected stays, what was open has ended, the current status is gone.
            #expect(try await Self.count(worker, 7) == 5)
            #expect(try await worker.rows("voice").map { $0["left_at"] == "null" } == [false])
            try await Self.store(worker, member: 7)
            let message = try await worker.ask(
                "POST", "stats/messages/sent", #""author_id":7,"channel_id":8,"message_id":71"#)
            #expect(message.status == 200)
            #expect(try await Self.count(worker, 7) == 5)
            try await worker.ask(
                "PUT", "privacy/data-collection", Self.member + #","enabled":true"#)
            try await worker.ask("POST", "stats/members/joined", #""joined_member_id":7"#)
            #expect(try await Self.count(worker, 7) == 6)
            #expect(try database.number("SELECT count(*) FROM serverstats_members") == 0)
        }
    }

    @Test func `a refusal outlives the module being disabled`() async throws {
        try await withWorker { worker, _ in
            try await worker.enable()
            try await worker.ask(
                "PUT", "privacy/data-collection", Self.member + #","enabled":false"#)
            try await worker.ask("POST", "disable")
            try await worker.enable()
            try await Self.store(worker, member: 7)
            #expect(try await Self.count(worker, 7) == 0)
        }
    }

    @Test func `a guild without the module stores no member's wish and no erasure`() async throws {
        try await withWorker { worker, database in
            for enabled in [false, true] {
                let answer = try await worker.ask(
                    "PUT", "privacy/data-collection", Self.member + #","enabled":\#(enabled)"#,
                    token: "user-7-of-5")
                #expect(answer.code == 800)
            }
            let erased = try await worker.ask(
                "DELETE", "privacy/delete-user-entries", Self.member, token: "user-7-of-5")
            #expect(erased.status == 200)
            #expect(try database.number("SELECT count(*) FROM serverstats_members") == 0)
            try await worker.enable()
            let others = try await worker.ask(
                "PUT", "privacy/data-collection", #""privacy_member_id":8,"enabled":false"#,
                token: "user-7-of-5")
            #expect(others.status == 403)
            for _ in 0..<3 {
                try await worker.ask(
                    "PUT", "privacy/data-collection", Self.member + #","enabled":false"#,
                    token: "user-7-of-5")
            }
            #expect(try database.number("SELECT count(*) FROM serverstats_members") == 1)
        }
    }

    @Test func `a user reaches their own entries, a key none`() async throws {
        // Where the module is off, Discord isn't asked for names.
        try await withWorker { worker, _ in
            func status(_ token: String) async throws -> Int {
                try await worker.ask(
                    "GET", "privacy/get-user-entries", "privacy_member_id=7", token: token
                ).status
            }
            let (own, others) = (try await status("user-7-of-5"), try await status("user-8-of-5"))
            #expect(own == 200)
            #expect(others == 403)
            #expect(try await status("key-of-\(TestWorker.guild)") == 403)
        }
    }

    @Test func `names are counted where they stand in texts of anybody`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            for command in ["ana", "banana", "Ana", "anaana an a"] {
                try await worker.ask(
                    "POST", "stats/commands/used", #""initiator_id":8,"command":"\#(command)""#)
            }
            try await worker.ask(
                "POST", "stats/activities/presence",
                #"""
                "presence_user_id":8,"activities":[{"activity_type":0,"name":"ana plays","details":"with Ana","state":"ana"}]
                """#)
            try database.script(
                """
                INSERT INTO counters (guild_id, counter_type, format, channel_id)
                VALUES (\(TestWorker.guild), 2, 'Anas <value>', 5), (1, 2, 'Ana', 6)
                """)
            let names = MemberNames(username: "ana", globalName: "Ana")
            // "banana" holds it once, since places don't overlap; 1 + 1 + 2 of commands, 2 of the current activity. "Ana" is also in a counter's format.
            let open = MemberEntries(id: 0, names: [6, 3, 3, 0])
            #expect(try await Self.count(worker, 7, names) == open)
            // Closing it moves its texts.
            try await worker.ask(
                "POST", "stats/activities/presence", #""presence_user_id":8,"activities":[]"#)
            #expect(try database.eventCount("details = 'with Ana'") == 1)
            #expect(try await Self.count(worker, 7, names) == open)
            #expect(
                try await Self.count(worker, 7, MemberNames(username: "xx", nickname: "an"))
                    == MemberEntries(id: 0, names: [0, 8, 0, 8]))
            try await worker.ask("POST", "disable")
            try await worker.enable()
            #expect(try await Self.count(worker, 7, names) == .none)
        }
    }

    @Test func `names are counted over any number of rows, in steps`() async throws {
        try await withWorker { worker, database in
            try await worker.enable()
            try database.script(
                """
                INSERT INTO statistics_events (guild_id, kind, day, occurred_at, user_id, text)
                SELECT \(TestWorker.guild), (ARRAY[8, 9, 14])[1 + n % 3], (now() AT TIME ZONE 'UTC')::date, now(), 7, 'ana ' || n % 2
                FROM generate_series(1, 12000) n
                """)
            let counted = try await Self.count(
                worker, 7, MemberNames(username: "ana", globalName: "a 1"))
            #expect(counted == MemberEntries(id: 12_000, names: [12_000, 6_000, 6_000, 0]))
        }
    }
}
