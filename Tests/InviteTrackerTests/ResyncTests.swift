import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// After bots were away, `POST events/resync` reads the invites anew: what moved meanwhile is nobody's.
@Suite struct ResyncTests {
    @Test func `after a resync joins that nobody told don't blur the next ones`() async throws {
        let prepare = Preparation { guild in
            guild.guild.addInvite("den", to: guild.channel, by: inviter)
            guild.guild.addInvite("lair", to: guild.channel, by: nil)
        }
        try await withGuild(prepare) { guild async throws in
            for code in ["den", "lair", "lair"] { _ = guild.comes(by: .invite(code)) }
            #expect(try await guild.worker.ask("POST", "events/resync").status == 200)
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            let other = try await guild.worker.api.ask(
                "POST", "/modules/invite-tracker/events/resync", #"{"guild_id":"1"}"#,
                token: "key-of-1")
            #expect(other.code == 403)
        }
    }

    @Test func `after a resync nothing of before explains a join or waits for one`() async throws {
        let prepare = Preparation { guild in
            guild.guild.addInvite("den", to: guild.channel, by: inviter)
            guild.guild.addInvite("lair", to: guild.channel, by: nil)
            guild.guild.addInvite("one", to: guild.channel, by: inviter, maximumUses: 1)
        }
        try await withGuild(prepare) { guild async throws in
            // Nobody reports these; the next one can't be told apart from them.
            for code in ["den", "lair", "lair", "one"] { _ = guild.comes(by: .invite(code)) }
            let blurred = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(blurred.rawValue)
            #expect(try await guild.worker.ask("POST", "events/resync").status == 200)
            let bot = guild.comes(by: .oauth)
            _ = try await guild.worker.join(bot.rawValue)
            #expect(try guild.kind(of: bot) == UseKind.unknown.rawValue.asInt64)
            let member = guild.comes(by: .invite("den"))
            _ = try await guild.worker.join(member.rawValue)
            #expect(try guild.kind(of: member) == UseKind.invite.rawValue.asInt64)
            #expect(try guild.kind(of: blurred) == UseKind.ambiguous.rawValue.asInt64)
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
        }
    }
}
