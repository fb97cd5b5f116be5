import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// Joins, with Discord's side of them.
@Suite struct JoinTests {
    @Test func `a join is its invite's`() async throws {
        try await withGuild(.den) {
            guild async throws in
            let member = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            let use = try #require(try await guild.uses(of: inviter)["\(member)"])
            #expect(use["kind"]?.string == "invite")
            #expect(use["invite_id"]?.string == "den")
            #expect(use["channel_id"]?.string == "\(guild.channel)")
            #expect(use["has_left"]?.bool == false)
        }
    }

    @Test func `a raid over three workers leaves each inviter's total exact`() async throws {
        let inviters = (1...5).compactMap { Snowflake(rawValue: 900 + $0) }
        let prepare = Preparation { guild in
            for inviter in inviters {
                guild.guild.addInvite("by-\(inviter)", to: guild.channel, by: inviter)
            }
        }
        try await withGuild(prepare, workers: 3) { guild in
            var expected: [Snowflake: Int64] = [:]
            let race = Race()
            for index in 0..<20 {
                let inviter = inviters[(index * index) % 5]
                expected[inviter, default: 0] += 1
                let member = guild.comes(by: .invite("by-\(inviter)"))
                let worker = guild.workers[index % 3]
                race.enter {
                    let answer = try await worker.join(member.rawValue)
                    #expect(answer.status == 200)
                }
            }
            try await race.finish()
            for inviter in inviters {
                let totals = try await guild.worker.totals(of: inviter.rawValue)
                #expect(totals == [expected[inviter] ?? 0, 0, expected[inviter] ?? 0])
            }
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 20)
        }
    }

    @Test func `one reading of Discord serves all joins that wait for it`() async throws {
        try await withGuild(.den) {
            guild in
            guild.emulator.clearCalls()
            guild.emulator.faults.delay("GET", "/guilds/*/invites", by: .milliseconds(300))
            let race = Race()
            for _ in 0..<20 {
                let member = guild.comes(by: .invite("den"))
                race.enter { _ = try await guild.worker.join(member.rawValue) }
            }
            try await race.finish()
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [20, 0, 20])
            // The first to come reads for itself, the next for all the others.
            #expect(guild.emulator.calls("GET", "/guilds/*/invites").count <= 3)
        }
    }

    @Test(arguments: [false, true])
    func `the last use of an invite is found, also when its end was told first`(
        isToldFirst: Bool
    ) async throws {
        try await withGuild(
            Preparation { $0.guild.addInvite("one", to: $0.channel, by: inviter, maximumUses: 1) }
        ) { guild async throws in
            let member = guild.comes(by: .invite("one"))
            if isToldFirst {
                let told = try await guild.worker.ask(
                    "POST", "events/invite/delete", "\"invite_code\":\"one\"")
                #expect(told.status == 200)
                #expect(
                    try await guild.worker.ask("GET", "invite-links").data?.list("invites").count
                        == 0)
            }
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try await guild.uses(of: inviter)["\(member)"]?["kind"]?.string == "used_up")
        }
    }

    @Test func `the vanity URL brings members without an inviter, also past an empty answer`()
        async throws
    {
        try await withGuild(Preparation { $0.guild.vanity = EmulatedVanity(code: "club", uses: 7) })
        {
            guild async throws in
            guild.guild.vanity.emptyAnswers = 1
            let bot = guild.comes(by: .oauth)
            _ = try await guild.worker.join(bot.rawValue)
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            let member = guild.comes(by: .vanity)
            _ = try await guild.worker.join(member.rawValue)
            #expect(try guild.kind(of: member) == UseKind.vanity.rawValue.asInt64)
        }
    }

    @Test func `a bot added by OAuth took no invite`() async throws {
        try await withGuild(.den) {
            guild async throws in
            let bot = guild.comes(by: .oauth)
            #expect(try await guild.worker.join(bot.rawValue).status == 200)
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [0, 0, 0])
        }
    }

    @Test func `a join that Discord failed is found when it is told again`() async throws {
        try await withGuild(.den) {
            guild async throws in
            let member = guild.comes(by: .invite("den"))
            guild.emulator.faults.fail("GET", "/guilds/*/invites", status: 500)
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            #expect(try await guild.uses(of: inviter)["\(member)"]?["kind"]?.string == "invite")
        }
    }

    @Test func `a join that was never told again is found by the next one's reading`() async throws
    {
        try await withGuild(.den) {
            guild async throws in
            let first = guild.comes(by: .invite("den"))
            guild.emulator.faults.fail("GET", "/guilds/*/invites", status: 500)
            _ = try await guild.worker.join(first.rawValue)
            let second = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(second.rawValue).status == 200)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [2, 0, 2])
        }
    }

    @Test func `an invite made through one worker is known to one that starts afterwards`()
        async throws
    {
        try await withGuild { guild in
            let made = try await guild.worker.ask(
                "POST", "invite",
                """
                "channel_id":"\(guild.channel)","max_uses":1,"max_age":0,"is_temporary":false,
                "application_id":null,"token":null
                """)
            let code = try #require(made.data?.text("invite_code"), "\(made.said)")
            let member = guild.comes(by: .invite(code))
            let restarted = try guild.addWorker()
            #expect(try await restarted.join(member.rawValue).status == 200)
            #expect(try guild.kind(of: member) == UseKind.usedUp.rawValue.asInt64)
        }
    }

    @Test func `an invite that nobody told of is found all the same`() async throws {
        try await withGuild { guild async throws in
            guild.guild.addInvite("new", to: guild.channel, by: inviter)
            let member = guild.comes(by: .invite("new"))
            _ = try await guild.worker.join(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `where enabling couldn't read the invites, the next join does and is unknown`()
        async throws
    {
        try await withGuild(
            Preparation {
                $0.guild.addInvite("den", to: $0.channel, by: inviter, uses: 5)
                $0.emulator.faults.fail("GET", "/guilds/*/invites", status: 403)
            }
        ) { guild async throws in
            #expect(try await guild.worker.ask("GET", "status").text.contains("true"))
            let first = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(first.rawValue).status == 200)
            #expect(try guild.kind(of: first) == UseKind.unknown.rawValue.asInt64)
            let second = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(second.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `a join told again within a minute is the same, on whichever workers`() async throws
    {
        try await withGuild(
            .den, workers: 3
        ) { guild in
            let member = guild.comes(by: .invite("den"))
            let race = Race()
            for worker in guild.workers + guild.workers {
                race.enter {
                    let answer = try await worker.join(member.rawValue)
                    #expect(answer.status == 200)
                }
            }
            try await race.finish()
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 1)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }

    @Test func `leave, return, leave`() async throws {
        try await withGuild(.den) {
            guild async throws in
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            _ = try await guild.worker.leave(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            _ = guild.comes(member, by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            _ = try await guild.worker.leave(member.rawValue)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 1, 0])
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 2)
        }
    }

    @Test(arguments: [false, true])
    func `who joins by their own invite counts only where that's allowed`(
        isPrevented: Bool
    ) async throws {
        try await withGuild(Preparation { $0.guild.addInvite("own", to: $0.channel, by: inviter) })
        {
            guild async throws in
            try await guild.worker.put(["prevent_own_invite_code": "\(isPrevented)"])
            _ = guild.comes(inviter, by: .invite("own"))
            _ = try await guild.worker.join(inviter.rawValue)
            let count: Int64 = isPrevented ? 0 : 1
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [count, 0, count])
            #expect(try await guild.uses(of: inviter).count == 1)
        }
    }

    @Test func `a join without a member is stored with none and sends no message`() async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.put([
                "join_messages_enabled": "true", "join_messages_channel": "\(guild.channel)",
                "join_message_content": "\"hello\"",
            ])
            _ = guild.comes(by: .invite("den"))
            let answer = try await guild.worker.ask("POST", "events/join/check-invite")
            #expect(answer.status == 200)
            #expect(try await guild.uses(of: inviter).keys.first == "null")
            #expect(guild.messages.isEmpty)
        }
    }

    @Test func `what is on its way while the module is disabled reaches no later enabling`()
        async throws
    {
        try await withGuild(.den) {
            guild in
            guild.emulator.faults.delay("GET", "/guilds/*/invites", by: .milliseconds(200))
            let member = guild.comes(by: .invite("den"))
            let race = Race()
            race.enter { _ = try await guild.worker.join(member.rawValue) }
            let worker = guild.worker
            _ = try await worker.ask("POST", "disable")
            _ = try await worker.ask("POST", "enable")
            try await race.finish()
            #expect(try await worker.totals(of: inviter.rawValue) == [0, 0, 0])
        }
    }
}
