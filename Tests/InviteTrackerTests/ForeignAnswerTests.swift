import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// A 404 that isn't Discord's says nothing: no invite counts as gone for it, no use is lost and no message is sent twice.
@Suite struct ForeignAnswerTests {
    /// Every call that the module makes.
    private static let calls = [
        ("GET", "/guilds/*/invites"), ("GET", "/guilds/*/vanity-url"), ("GET", "/guilds/*"),
        ("GET", "/invites/*"), ("POST", "/channels/*/invites"), ("DELETE", "/invites/*"),
        ("GET", "/channels/*"), ("POST", "/channels/*/messages"), ("GET", "/guilds/*/members/*"),
        ("GET", "/users/*"), ("POST", "/webhooks/**"),
    ]

    private static let prepared = Preparation { guild in
        guild.guild.addInvite("den", to: guild.channel, by: inviter)
        guild.guild.addInvite("one", to: guild.channel, by: inviter, maximumUses: 1)
        guild.guild.vanity = EmulatedVanity(code: "club", uses: 7)
    }

    @Test(arguments: calls.indices, foreignAnswers.indices)
    func `a 404 that isn't Discord's drops nothing, loses nothing and doubles nothing`(
        number: Int, kind: Int
    ) async throws {
        try await withGuild(Self.prepared, workers: 2) { guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let settings = try await guild.worker.ask("GET", "settings").text
            let (method, path) = Self.calls[number]
            let answer = foreignAnswers[kind]
            guild.emulator.faults.add(
                .answer(status: 404, body: answer), method, path, times: .max)
            let (first, second) = (guild.comes(by: .invite("den")), guild.comes(by: .vanity))
            for member in [first, second] { _ = try await guild.worker.join(member.rawValue) }
            let deletion = #""invite_code":"one","application_id":null,"token":null"#
            let deleted = try await guild.worker.ask("DELETE", "invite", deletion)
            _ = try await guild.worker.ask("POST", "events/resync")
            guild.goes(second)
            _ = try await guild.worker.leave(second.rawValue)
            guild.emulator.faults.clear()

            // The fleet repeats what it had no answer to.
            for member in [first, second] {
                let answer = try await guild.workers[1].join(member.rawValue)
                #expect(answer.status == 200, "\(answer.said)")
            }
            #expect(try await guild.workers[1].leave(second.rawValue).status == 200)
            #expect(try await guild.worker.ask("GET", "settings").text == settings)
            let stands = guild.guild.invites["one"] != nil
            #expect(stands == (deleted.status != 200), "\(deleted.said)")
            let known = try await guild.worker.ask("GET", "invite-links").data?.list("invites")
            #expect(Set((known ?? []).compactMap { $0.text("invite_id") }).contains("den"))
            #expect(try guild.database.number("SELECT count(*) FROM invite_tracker_uses") == 2)
            #expect(try guild.kind(of: first) != UseKind.waiting.rawValue.asInt64)
            let told = guild.messages.map(\.content).sorted()
            #expect(told == ["joined", "joined", "left"], "\(told)")
        }
    }
}
