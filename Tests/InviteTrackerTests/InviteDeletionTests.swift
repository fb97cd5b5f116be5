import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// Invites that are deleted through the API while answers are lost.
@Suite struct InviteDeletionTests {
    private static let one = #""invite_code":"one","application_id":null,"token":null"#

    @Test(arguments: [true, false])
    func `a deletion whose answer was lost is one, and no use of the invite`(
        isKnown: Bool
    ) async throws {
        try await withGuild(.den) { guild async throws in
            guild.guild.addInvite("one", to: guild.channel, by: inviter, maximumUses: 1)
            if isKnown { _ = try await guild.worker.ask("POST", "events/resync") }
            guild.emulator.faults.drop("DELETE", "/invites/*", .afterExecuting)
            let answer = try await guild.worker.ask("DELETE", "invite", Self.one)
            #expect(answer.status == 200, "\(answer.said)")
            #expect(guild.emulator.calls("DELETE", "/invites/*").count == 2)
            #expect(guild.guild.invites.keys.sorted() == ["den"])
            // Nobody took its last use.
            let member = guild.comes(by: .oauth)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(try guild.kind(of: member) == Int64(UseKind.unknown.rawValue))
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [0, 0, 0])
        }
    }

    @Test func `another guild's invite isn't asked to be deleted, whatever is stored`() async throws
    {
        try await withGuild(.den) { guild async throws in
            let other = guild.emulator.world.addGuild(name: "Other")
            other.addInvite("one", to: other.addChannel())
            try guild.database.script(
                """
                INSERT INTO invite_tracker_invites (guild_id, enabling, code, uses, max_uses)
                SELECT guild_id, enabling, 'one', 0, 0 FROM invite_tracker_settings
                """)
            let answer = try await guild.worker.ask("DELETE", "invite", Self.one)
            #expect(answer.code == 422)
            #expect(guild.emulator.calls("DELETE", "/invites/*").isEmpty)
            #expect(other.invites["one"] != nil)
        }
    }

    @Test func `an invite whose deletion was answered to nobody is deleted when asked again`()
        async throws
    {
        try await withGuild(.den) { guild async throws in
            let fields = #""invite_code":"den","application_id":null,"token":null"#
            for _ in 0..<2 {
                let answer = try await guild.worker.ask("DELETE", "invite", fields)
                #expect(answer.status == 200, "\(answer.said)")
            }
            let never = try await guild.worker.ask(
                "DELETE", "invite", fields.replacing("den", with: "never"))
            #expect(never.code == 422)
        }
    }
}
