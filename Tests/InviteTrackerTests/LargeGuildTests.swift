import DiscordEmulator
import Essentials
import EventLoop
import HTTP
import TestSupport
import Testing

@testable import API
@testable import InviteTracker

/// A guild with as many invites as Discord lets it have: all of them are listed, and no answer is put together in memory.
@Suite struct LargeGuildTests {
    private static let fill = """
        INSERT INTO invite_tracker_invites (guild_id, enabling, code, uses, max_uses)
        SELECT guild_id, enabling, 'code-' || n, n, 0
        FROM invite_tracker_settings, generate_series(1, 20000) n
        """

    @Test(arguments: [
        ("GET", "invite-links"), ("POST", "disable"), ("DELETE", "settings/delete"),
    ])
    func `everything is listed once, page by page`(method: String, path: String) async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.script(Self.fill)
            try database.join(1, by: 7)
            let answer = try await worker.ask(method, path)
            #expect(answer.isStreamed)
            let codes = answer.data?.list("invites").compactMap { $0.text("invite_id") } ?? []
            #expect(codes.count == 20_000)
            #expect(Set(codes).count == 20_000)
            guard path != "invite-links" else { return }
            #expect(answer.data?.list("stats_uses").count == 1)
            #expect(answer.data?.member("stats_uses_total")?.int64() == 1)
        }
    }

    @Test func `5,200 invites, 8.6 MB, are tracked`() async throws {
        try await withGuild(.none) { guild async throws in
            let filler = String(repeating: "x", count: 1_600)
            func list(_ uses: Int) -> String {
                let invites = (0..<5_200).map { number in
                    #"{"code":"c\#(number)","uses":\#(number == 77 ? uses : 3),"max_uses":0,"max_age":0,"#
                        + #""inviter":{"id":"\#(inviter)","username":"\#(filler)"},"channel":{"id":"5"}}"#
                }
                return "[\(invites.joined(separator: ","))]"
            }
            let (before, after) = (list(3), list(4))
            #expect(before.utf8.count > 8 << 20)
            guild.emulator.faults.add(
                .answer(status: 200, body: before), "GET", "/guilds/*/invites")
            #expect(try await guild.worker.ask("POST", "events/resync").status == 200)
            let stored = "SELECT count(*) FROM invite_tracker_invites WHERE gone_at IS NULL"
            #expect(try guild.database.number(stored) == 5_200)
            guild.emulator.faults.add(
                .answer(status: 200, body: after), "GET", "/guilds/*/invites")
            let member = guild.comes(by: .oauth)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            let use = try #require(try await guild.uses(of: inviter)["\(member)"])
            #expect(use["invite_id"]?.string == "c77")
        }
    }

    @Test func `what was deleted before a slow reader had it breaks the answer off`() async throws {
        try await withWorker { worker, database in
            try await worker.ask("POST", "enable")
            try database.script(Self.fill)
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            let settings = try await worker.module.settings.enabled(
                guild, deadline: .now() + .seconds(60))
            let answer = try await Answer.lists([settings.invites(in: worker.database)])
            try await worker.ask("POST", "disable")
            guard case .stream(let write) = answer.body else {
                Issue.record("it isn't streamed")
                return
            }
            let sink = SlowReader { try database.script("DELETE FROM effects") }
            await #expect(throws: InviteList.Gone.self) {
                try await write(HTTPBodyStream(to: sink))
            }
            #expect(sink.bytes > 0)
        }
    }
}

/// Something happens before it takes the first part.
@LoopActor
private final class SlowReader: HTTPBodySink {
    private(set) var bytes = 0
    private let act: () throws -> Void

    init(_ act: @escaping () throws -> Void) { self.act = act }

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        if bytes == 0 {
            do { try act() } catch { throw .disconnected }
        }
        var writer = ByteWriter()
        part(&writer)
        bytes += writer.bytes.count
    }
}
