import Essentials
import EventLoop
import TestSupport
import Testing

/// What is told of joins that are stored.
@Suite struct UseTests {
    private static let inviter: Int64 = 70

    @Test func `a member who comes back counts once, and has left only while gone`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.join(1, by: Self.inviter)
            #expect(try await worker.totals(of: Self.inviter) == [1, 0, 1])
            _ = try await worker.leave(1)
            #expect(try await worker.totals(of: Self.inviter) == [1, 1, 0])
            try database.join(1, by: Self.inviter)
            #expect(try await worker.totals(of: Self.inviter) == [1, 0, 1])
            _ = try await worker.leave(1)
            #expect(try await worker.totals(of: Self.inviter) == [1, 1, 0])
        }
    }

    @Test func `a leave told twice changes nothing more`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.join(1, by: Self.inviter)
            try database.join(2, by: Self.inviter)
            for _ in 0..<3 { #expect(try await worker.leave(1).status == 200) }
            #expect(try await worker.totals(of: Self.inviter) == [2, 1, 1])
        }
    }

    @Test func `who leaves without a stored join changes nothing`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.join(1, by: Self.inviter)
            #expect(try await worker.leave(99).status == 200)
            #expect(try await worker.totals(of: Self.inviter) == [1, 0, 1])
        }
    }

    @Test func `a leave without a member says that nobody can tell who left`() async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            let answer = try await worker.ask("POST", "events/leave/check-invite")
            #expect(answer.status == 200)
            #expect(answer.data?.text("message")?.contains("who left") == true)
        }
    }

    @Test func `uses older than 31 days are neither listed nor counted`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.join(1, by: Self.inviter, age: "32 days")
            try database.join(2, by: Self.inviter, age: "30 days")
            #expect(try await worker.totals(of: Self.inviter) == [1, 0, 1])
            #expect(try await worker.uses(of: Self.inviter).data?.list("stats_uses").count == 1)
        }
    }

    @Test func `more uses than one page are listed whole, oldest first`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.script(
                """
                INSERT INTO invite_tracker_uses (guild_id, enabling, member_id, inviter_id, kind, code, joined_at, is_open)
                SELECT guild_id, enabling, n, \(Self.inviter), 1, 'code', now(), false
                FROM invite_tracker_settings, generate_series(1, 1200) n
                """)
            let uses = try await worker.uses(of: Self.inviter).data?.list("stats_uses") ?? []
            let members = uses.compactMap { $0.text("member_id").flatMap(Int.init) }
            #expect(members.count == 1200)
            #expect(zip(members, 1...1200).allSatisfy { $0 == $1 })
            #expect(try await worker.totals(of: Self.inviter) == [1200, 0, 1200])
        }
    }

    @Test func `the documented POST and the GET beside it answer the same`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.join(1, by: Self.inviter)
            let get = try await worker.uses(of: Self.inviter).text
            let query = "stats/uses?guild_id=\(TestWorker.guild)&inviter_id=\(Self.inviter)"
            let post = try await worker.api.ask("POST", "/modules/invite-tracker/\(query)")
            #expect(post.text == get)
            let body = try await worker.ask(
                "POST", "stats/uses", "\"inviter_id\":\"\(Self.inviter)\"")
            #expect(body.text == get)
        }
    }

    @Test func `the leaderboard lists who has the most members there, page by page`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            for (inviter, joins) in [(71, 1), (72, 3), (73, 2)] as [(Int64, Int64)] {
                for member in 0..<joins { try database.join(inviter * 100 + member, by: inviter) }
            }
            try database.join(7209, by: 72, age: "8 days")
            _ = try await worker.leave(7300)
            let first = try await worker.ask("GET", "stats/leaderboard", "days=7&page_size=2")
            #expect(
                first.data?.list("inviters").map { $0.text("inviter_id") } == ["72", "73"])
            #expect(first.data?.member("total")?.int64() == 3)
            let second = try await worker.ask(
                "GET", "stats/leaderboard", "days=7&page_size=2&page=2")
            #expect(second.data?.list("inviters").map { $0.text("inviter_id") } == ["71"])
            let left = try #require(first.data?.list("inviters").last)
            #expect(
                ["joins", "leaves", "current"].map { left.member($0)?.int64() } == [2, 1, 1])
            let empty = try await worker.ask("GET", "stats/leaderboard", "page=9")
            #expect(empty.data?.list("inviters").isEmpty == true)
            #expect(empty.data?.member("total")?.int64() == 3)
        }
    }

    @Test(arguments: ["days=0", "days=32", "page=0", "page_size=101"])
    func `the leaderboard's limits are kept`(query: String) async throws {
        try await withWorker { worker, _ in
            try await worker.ask("POST", "enable")
            #expect(try await worker.ask("GET", "stats/leaderboard", query).code == 422)
        }
    }
}

extension TestDatabase {
    /// Stores a join as if a reading had found its inviter.
    func join(_ member: Int64, by inviter: Int64, age: String = "0 s") throws {
        try script(
            """
            INSERT INTO invite_tracker_uses (guild_id, enabling, member_id, inviter_id, kind, code, joined_at, is_open)
            SELECT guild_id, enabling, \(member), \(inviter), 1, 'code', now() - interval '\(age)', false
            FROM invite_tracker_settings
            """)
    }
}
