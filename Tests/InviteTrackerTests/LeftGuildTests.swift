import DiscordEmulator
import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import InviteTracker

/// A guild that the bot has left and whose fleet goes on reporting.
@Suite struct LeftGuildTests {
    @Test func `nothing is dropped, and the log says once that it refuses messages`() async throws {
        let file = temporaryFile()
        defer { unlink(file) }
        let descriptor = open(file, O_WRONLY)
        defer { close(descriptor) }
        try await withGuild(.den) { guild async throws in
            let worker = try guild.addWorker(
                log: Log(level: .info, sink: LogSink(descriptor: descriptor)))
            try await worker.switchMessagesOn(guild.channel)
            let members = (0..<4).map { _ in guild.comes(by: .invite("den")) }
            for member in members { _ = try await worker.join(member.rawValue) }
            let settings = try await worker.ask("GET", "settings").text
            guild.emulator.faults.fail(
                "*", "/**", status: 403, code: 50_001, message: "Missing Access", times: .max)
            for member in members.dropLast() {
                #expect(try await worker.leave(member.rawValue).status == 200)
            }
            #expect(try await worker.join(1).code == 804)
            #expect(try await worker.ask("POST", "events/resync").code == 804)
            #expect(try await worker.ask("GET", "settings").text == settings)
            let invites = try await worker.ask("GET", "invite-links").data?.list("invites")
            #expect(invites?.compactMap { $0.text("invite_id") } == ["den"])
            #expect(try await worker.totals(of: inviter.rawValue) == [4, 3, 1])

            // Back again: messages are sent, and another refusal is news.
            guild.emulator.faults.clear()
            let sent = guild.messages.count
            guild.goes(members[3])
            #expect(try await worker.leave(members[3].rawValue).status == 200)
            #expect(guild.messages.count == sent + 1)
        }
        let lines = readFile(file).split(separator: "\n")
        #expect(lines.filter { $0.contains("a message about a member wasn't sent") }.count == 1)
    }
}
