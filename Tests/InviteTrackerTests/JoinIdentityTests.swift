import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// A join is known by guild, member and time: repeats, early leaves and later joins are what they are.
@Suite struct JoinIdentityTests {
    private static func at(_ minute: Int) -> String {
        #""joined_at":"2026-11-26T12:\#(minute < 10 ? "0" : "")\#(minute):00.123456+00:00","is_bot":false"#
    }

    @Test(arguments: [true, false])
    func `a join told again hours later is no second one, and nobody is welcomed twice`(
        tellsTime: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            let more = tellsTime ? Self.at(1) : ""
            #expect(try await guild.worker.join(member.rawValue, more).status == 200)
            try guild.age("5 hours")
            let other = try guild.addWorker()
            for worker in [guild.worker, other] {
                #expect(try await worker.join(member.rawValue, more).status == 200)
            }
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            #expect(guild.messages.count == 1)
            // Also once they have left again.
            guild.goes(member)
            _ = try await guild.worker.leave(member.rawValue)
            #expect(try await guild.worker.join(member.rawValue, more).status == 200)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(guild.messages.count == 2)
        }
    }

    @Test func `a join that tells all it can asks Discord for no member`() async throws {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            guild.emulator.clearCalls()
            _ = try await guild.worker.join(member.rawValue, Self.at(1))
            #expect(guild.emulator.calls("GET", "/guilds/*/members/*").isEmpty)
        }
    }

    @Test func `a time that is none is 400 and names the field`() async throws {
        try await withGuild(.den) { guild async throws in
            let answer = try await guild.worker.join(5, #""joined_at":"yesterday""#)
            #expect(answer.code == 400)
            #expect(answer.message?.contains("'joined_at'") == true)
        }
    }

    @Test(arguments: [true, false])
    func `a later join ends an earlier one whose leave was missed`(tellsTime: Bool) async throws {
        let other = try #require(Snowflake(rawValue: 901))
        let prepare = Preparation { guild in
            guild.guild.addInvite("den", to: guild.channel, by: inviter)
            guild.guild.addInvite("lair", to: guild.channel, by: other)
        }
        try await withGuild(prepare) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue, tellsTime ? Self.at(1) : "")
            guild.goes(member)
            guild.emulator.world.clock.advance(by: .seconds(90))
            try guild.age("2 minutes")
            _ = guild.comes(member, by: .invite("lair"))
            _ = try await guild.worker.join(member.rawValue, tellsTime ? Self.at(9) : "")
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(try await guild.worker.totals(of: other.rawValue) == [1, 0, 1])
            _ = try await guild.worker.leave(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(try await guild.worker.totals(of: other.rawValue) == [1, 1, 0])
        }
    }

    @Test func `an earlier join that is told after a later one has ended`() async throws {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            guild.goes(member)
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue, Self.at(9))
            _ = try await guild.worker.join(member.rawValue, Self.at(1))
            let open = "SELECT count(*) FROM invite_tracker_uses WHERE left_at IS NULL"
            #expect(try guild.database.number(open) == 1)
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 2)
        }
    }

    @Test(arguments: [true, false])
    func `a leave told before its join counts once the join is`(tellsTime: Bool) async throws {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            guild.goes(member)
            for _ in 0..<2 { #expect(try await guild.worker.leave(member.rawValue).status == 200) }
            let answer = try await guild.worker.join(member.rawValue, tellsTime ? Self.at(1) : "")
            #expect(answer.status == 200)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(
                try guild.database.number("SELECT count(*) FROM invite_tracker_departures") == 0)
        }
    }

    @Test func `a leave of long ago ends no join of today`() async throws {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.leave(member.rawValue)
            try guild.database.script(
                "UPDATE invite_tracker_departures SET left_at = left_at - interval '3 days'")
            _ = try await guild.worker.join(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `who leaves three guilds at once is missed in each, once`() async throws {
        try await withGuild(.none) { guild async throws in
            var places: [(guild: Snowflake, channel: EmulatedChannel)] = []
            for _ in 0..<3 {
                let place = guild.emulator.world.addGuild()
                let channel = place.addChannel("bye")
                _ = try await guild.worker.ask("POST", "enable", guild: place.id.rawValue)
                try await guild.worker.switchMessagesOn(channel, of: place.id.rawValue)
                places.append((place.id, try #require(place.channel(channel))))
            }
            for _ in 0..<2 {
                for place in places {
                    let body = #"{"guild_id":"\#(place.guild)","member_id":"77"}"#
                    let answer = try await guild.worker.api.ask(
                        "POST", "/modules/invite-tracker/events/leave/check-invite", body)
                    #expect(answer.status == 200, "\(answer.said)")
                }
            }
            #expect(places.map(\.channel.messages.count) == [1, 1, 1])
        }
    }

    @Test(arguments: [true, false], [true, false])
    func `a bot takes no invite, whichever join is told first`(
        isBotFirst: Bool, tellsBot: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            let account = guild.emulator.world.addUser("robot", isBot: true)
            let bot = guild.comes(account.id, by: .oauth)
            let member = guild.comes(by: .invite("den"))
            for joiner in isBotFirst ? [bot, member] : [member, bot] {
                let more = tellsBot ? #""is_bot":\#(joiner == bot)"# : ""
                #expect(try await guild.worker.join(joiner.rawValue, more).status == 200)
            }
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test(arguments: [true, false])
    func `an invite that was deleted with its use left was used by nobody`(
        isOurs: Bool
    ) async throws {
        let one = Preparation {
            $0.guild.addInvite("one", to: $0.channel, by: inviter, maximumUses: 1)
        }
        try await withGuild(one) { guild async throws in
            if isOurs {
                let deleted = try await guild.worker.ask(
                    "DELETE", "invite", #""invite_code":"one","application_id":null,"token":null"#)
                #expect(deleted.status == 200, "\(deleted.said)")
            } else {
                guild.guild.removeInvite("one")
                _ = try await guild.worker.ask(
                    "POST", "events/invite/delete", #""invite_code":"one""#)
            }
            guild.emulator.world.clock.advance(by: .milliseconds(2))
            let member = guild.comes(by: .oauth)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try guild.kind(of: member) == UseKind.unknown.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [0, 0, 0])
        }
    }

    @Test func `an invite made for a member is theirs, whoever made it on Discord`() async throws {
        try await withGuild(.none) { guild async throws in
            let made = try await guild.worker.ask(
                "POST", "invite",
                #""channel_id":"\#(guild.channel)","max_uses":0,"max_age":0,"is_temporary":false,"#
                    + #""application_id":null,"token":null,"member_id":"\#(inviter)""#)
            let code = try #require(made.data?.text("invite_code"), "\(made.said)")
            let member = guild.comes(by: .invite(code))
            _ = try await guild.worker.join(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test(arguments: [true, false])
    func `a join from before an erasure isn't stored again, a later one is`(
        tellsTime: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            let member = guild.comes(by: .invite("den"))
            let more = tellsTime ? Self.at(1) : ""
            _ = try await guild.worker.join(member.rawValue, more)
            let erase = "\"privacy_member_id\":\"\(member)\""
            #expect(
                try await guild.worker.ask("DELETE", "privacy/delete-user-entries", erase).status
                    == 200)
            try guild.database.script(
                """
                UPDATE invite_tracker_erasures SET erased_at = now() - interval '1 millisecond';
                UPDATE invite_tracker_erased_members SET erased_at = now() - interval '1 millisecond'
                """)
            #expect(try await guild.worker.join(member.rawValue, more).status == 200)
            let stored = "SELECT count(*) FROM invite_tracker_uses WHERE member_id IS NOT NULL"
            #expect(try guild.database.number(stored) == 0)
            // They leave and come again.
            guild.goes(member)
            guild.emulator.world.clock.advance(by: .seconds(60))
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(
                member.rawValue, #""joined_at":"2999-01-01T00:00:00Z","is_bot":false"#)
            #expect(try guild.database.number(stored) == 1)
        }
    }

    @Test func `who was erased doesn't come back as the owner of an invite made before`()
        async throws
    {
        try await withGuild(.den) { guild async throws in
            let erase = "\"privacy_member_id\":\"\(inviter)\""
            _ = try await guild.worker.ask("DELETE", "privacy/delete-user-entries", erase)
            // All that is known is read anew.
            _ = try await guild.worker.ask("POST", "disable")
            _ = try await guild.worker.ask("POST", "enable")
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            let owned = """
                SELECT (SELECT count(*) FROM invite_tracker_invites WHERE owner_id = \(inviter))
                    + (SELECT count(*) FROM invite_tracker_uses WHERE inviter_id = \(inviter))
                """
            #expect(try guild.database.number(owned) == 0)
        }
    }
}
