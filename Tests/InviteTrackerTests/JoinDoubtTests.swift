import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import InviteTracker

/// Joins and leaves in whichever order, told again, and while Discord doesn't say who it was.
@Suite struct JoinDoubtTests {
    private static func at(_ minute: Int) -> String {
        #""joined_at":"2026-11-26T12:0\#(minute):00.123456+00:00","is_bot":false"#
    }

    @Test func `of two joins by one inviter the later counts, whichever was told first`()
        async throws
    {
        try await withGuild(.den) { guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue, Self.at(9))
            _ = try await guild.worker.join(member.rawValue, Self.at(1))
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            let board = try await guild.worker.ask("GET", "stats/leaderboard")
            #expect(board.data?.list("inviters").first?.member("current")?.int64() == 1)
            for _ in 0..<2 { _ = try await guild.worker.leave(member.rawValue) }
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(guild.messages.count { $0.content == "left" } == 1)
        }
    }

    @Test(arguments: [true, false])
    func `a bot takes no invite though Discord first doesn't say that it is one`(
        tellsBot: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            let account = guild.emulator.world.addUser("robot", isBot: true)
            let bot = guild.comes(account.id, by: .oauth)
            guild.emulator.faults.fail("GET", "/guilds/*/members/*", status: 500, times: .max)
            #expect(try await guild.worker.join(bot.rawValue).code == 804)
            let member = guild.comes(by: .invite("den"))
            let told = try await guild.worker.join(member.rawValue, Self.at(1))
            #expect(told.status == 200, "\(told.said)")
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
            if !tellsBot { guild.emulator.faults.clear() }
            let more = tellsBot ? #""is_bot":true,"joined_at":"2026-11-26T12:05:00Z""# : ""
            #expect(try await guild.worker.join(bot.rawValue, more).status == 200)
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 2)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test(arguments: [true, false])
    func `a join told again hours later while Discord doesn't say who it was is no second one`(
        hasLeft: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            if hasLeft {
                guild.goes(member)
                _ = try await guild.worker.leave(member.rawValue)
            }
            try guild.age("5 hours")
            guild.emulator.faults.fail("GET", "/guilds/*/members/*", status: 500, times: .max)
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            guild.emulator.faults.clear()
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 1)
            let totals: [Int64] = hasLeft ? [1, 1, 0] : [1, 0, 1]
            #expect(try await guild.worker.totals(of: inviter.rawValue) == totals)
            #expect(guild.messages.count { $0.content == "joined" } == 1)
        }
    }

    @Test func `a bot that was thrown out before its join was told takes no invite`() async throws {
        try await withGuild(.den) { guild async throws in
            let account = guild.emulator.world.addUser("robot", isBot: true)
            let bot = guild.comes(account.id, by: .oauth)
            guild.goes(bot)
            let member = guild.comes(by: .invite("den"))
            for joiner in [bot, member] {
                #expect(try await guild.worker.join(joiner.rawValue).status == 200)
            }
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
        }
    }

    @Test func `a leave told before its join and again hours after has one message`() async throws {
        try await withGuild(.den) { guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            guild.goes(member)
            _ = try await guild.worker.leave(member.rawValue)
            try guild.database.script(
                "UPDATE invite_tracker_departures SET left_at = left_at - interval '2 hours'")
            let other = try guild.addWorker()
            _ = try await other.leave(member.rawValue)
            _ = try await guild.worker.join(member.rawValue, Self.at(1))
            try guild.database.script(
                "UPDATE invite_tracker_uses SET left_at = left_at - interval '2 hours'")
            _ = try await other.leave(member.rawValue)
            #expect(guild.messages.map(\.content).sorted() == ["joined", "left"])
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
        }
    }

    @Test func `a use from before an invite was deleted is found when its join is told`()
        async throws
    {
        let five = Preparation {
            $0.guild.addInvite("five", to: $0.channel, by: inviter, maximumUses: 5)
        }
        try await withGuild(five) { guild async throws in
            let member = guild.comes(by: .invite("five"))
            let deleted = try await guild.worker.ask(
                "DELETE", "invite", #""invite_code":"five","application_id":null,"token":null"#)
            #expect(deleted.status == 200, "\(deleted.said)")
            let other = guild.comes(by: .oauth)
            for joiner in [member, other] { _ = try await guild.worker.join(joiner.rawValue) }
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
            #expect(try guild.kind(of: other) == UseKind.unknown.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `who joins while an invite is being deleted didn't use it up`() async throws {
        let one = Preparation {
            $0.guild.addInvite("one", to: $0.channel, by: inviter, maximumUses: 1)
        }
        try await withGuild(one, workers: 2) { guild async throws in
            let race = Race()
            let member = guild.emulator.world.addUser("somebody").id
            let joins: Fault.Interlude = {
                _ = guild.comes(member, by: .oauth)
                race.enter { _ = try await guild.workers[1].join(member.rawValue) }
            }
            guild.emulator.faults.add(.after(joins), "DELETE", "/invites/*")
            let deleted = try await guild.worker.ask(
                "DELETE", "invite", #""invite_code":"one","application_id":null,"token":null"#)
            #expect(deleted.status == 200, "\(deleted.said)")
            try await race.finish()
            #expect(try guild.kind(of: member) == UseKind.unknown.rawValue.asInt64)
        }
    }
}

/// An erased member stays out, whatever is told again.
@Suite struct JoinErasureTests {
    @Test func `a day after an erasure no table has the member, and a join from before stays out`()
        async throws
    {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            try await guild.erase(member)
            // As a day later, after the upkeep.
            try guild.database.script("DELETE FROM invite_tracker_erasures")
            guild.emulator.faults.fail("GET", "/guilds/*/members/*", status: 500)
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            guild.goes(member)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try await guild.worker.leave(member.rawValue).status == 200)
            let stored = """
                SELECT (SELECT count(*) FROM invite_tracker_uses WHERE member_id IS NOT NULL)
                    + (SELECT count(*) FROM invite_tracker_departures)
                    + (SELECT count(*) FROM invite_tracker_erasures)
                """
            #expect(try guild.database.number(stored) == 0)
        }
    }

    @Test func `an erasure is forgotten after 31 days`() async throws {
        try await withGuild(.none) { guild async throws in
            try await guild.erase(inviter)
            let upkeep = try #require(
                InviteTracker.expired.first { $0.text.contains("invite_tracker_erased_members") })
            try guild.database.script(
                """
                UPDATE invite_tracker_erased_members SET erased_at = erased_at - interval '32 days';
                PREPARE upkeep AS \(upkeep.text);
                EXECUTE upkeep (100)
                """)
            let left = "SELECT count(*) FROM invite_tracker_erased_members"
            #expect(try guild.database.number(left) == 0)
        }
    }

    @Test func `who is erased while an invite is made for them isn't its owner`() async throws {
        try await withGuild(.none) { guild async throws in
            let erased: Fault.Interlude = { _ = try? await guild.erase(inviter) }
            guild.emulator.faults.add(.after(erased), "POST", "/channels/*/invites")
            let made = try await guild.makeInvite(for: inviter)
            let code = try #require(made.data?.text("invite_code"), "\(made.said)")
            let member = guild.comes(by: .invite(code))
            _ = try await guild.worker.join(member.rawValue)
            let owned = """
                SELECT (SELECT count(*) FROM invite_tracker_invites WHERE owner_id = \(inviter))
                    + (SELECT count(*) FROM invite_tracker_uses WHERE inviter_id = \(inviter))
                """
            #expect(try guild.database.number(owned) == 0)
        }
    }

    @Test func `an invite for a member that can't be stored doesn't stand on Discord`() async throws
    {
        try await withGuild(.none) { guild async throws in
            try guild.database.script("ALTER TABLE invite_tracker_invites RENAME TO elsewhere")
            #expect(try await guild.makeInvite(for: inviter).status >= 500)
            #expect(guild.guild.invites.isEmpty)
            try guild.database.script("ALTER TABLE elsewhere RENAME TO invite_tracker_invites")
            #expect(try await guild.makeInvite(for: inviter).status == 200)
        }
    }
}

extension TestGuild {
    fileprivate func erase(_ member: Snowflake) async throws {
        let answer = try await worker.ask(
            "DELETE", "privacy/delete-user-entries", "\"privacy_member_id\":\"\(member)\"")
        guard answer.status == 200 else { throw TestFailure(answer.said) }
    }

    fileprivate func makeInvite(for member: Snowflake) async throws -> InMemoryAnswer {
        try await worker.ask(
            "POST", "invite",
            #""channel_id":"\#(channel)","max_uses":0,"max_age":0,"is_temporary":false,"#
                + #""application_id":null,"token":null,"member_id":"\#(member)""#)
    }
}
