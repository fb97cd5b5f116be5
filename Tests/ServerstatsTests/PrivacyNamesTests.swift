import API
import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Modules
import TestSupport
import Testing

@testable import Serverstats

/// What `get-user-entries` answers with Discord behind it.
@Suite struct PrivacyNamesTests {
    @LoopActor
    private struct Asked {
        let worker: TestWorker
        let emulator: DiscordEmulator
        let member: Snowflake

        func entries() async throws -> InMemoryAnswer {
            try await worker.ask("GET", "privacy/get-user-entries", "privacy_member_id=\(member)")
        }

        /// Holds the answer's numbers to those due.
        func expect(
            id: Int64, _ names: [Int64], sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let answer = try await entries()
            #expect(answer.status == 200, "\(answer.said)", sourceLocation: sourceLocation)
            #expect(
                ShapeCheck.mismatch(answer.data, MemberEntries.shape) == nil,
                sourceLocation: sourceLocation)
            let found = ["id", "username", "display_name", "global_name", "nickname"].map {
                answer.data?.member($0)?.int64()
            }
            #expect(found == [id] + names, sourceLocation: sourceLocation)
        }
    }

    /// With a member ann, shown as Ann, called Annie here.
    private func withMember(
        _ body: @escaping @Sendable @LoopActor (Asked) async throws -> Void
    ) async throws {
        try await Turnstile.shared.pass {
            try await withDatabase { url in
                try await withEmulator { emulator in
                    let user = emulator.world.addUser("ann")
                    user.globalName = "Ann"
                    let guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
                    guild.addMember(user.id)
                    guild.members[user.id]?.nickname = "Annie"
                    let worker = try TestWorker(url, discord: emulator.client())
                    defer { worker.stop() }
                    try await body(Asked(worker: worker, emulator: emulator, member: user.id))
                }
            }
        }
    }

    private func store(_ asked: Asked) async throws {
        try await asked.worker.enable(
            on: Toggle.allCases.filter { ![.counters, .starboard].contains($0) })
        for command in ["ann", "Ann and Annie", "joanna", "Annie"] {
            try await asked.worker.ask(
                "POST", "stats/commands/used", #""initiator_id":9,"command":"\#(command)""#)
        }
        try await asked.worker.ask(
            "POST", "stats/members/joined", #""joined_member_id":\#(asked.member)"#)
    }

    @Test func `a member's names are counted as Discord has them now`() async throws {
        try await withMember { asked in
            try await store(asked)
            try await asked.expect(id: 1, [2, 2, 3, 2])
            let guild = try #require(Snowflake(rawValue: TestWorker.guild))
            asked.emulator.world.guilds[guild]?.members[asked.member]?.nickname = nil
            try await asked.expect(id: 1, [2, 3, 3, 0])
            asked.emulator.world.guilds[guild]?.removeMember(asked.member)
            try await asked.expect(id: 1, [2, 3, 3, 0])
            asked.emulator.world.users[asked.member]?.globalName = nil
            try await asked.expect(id: 1, [2, 2, 0, 0])
            #expect(asked.emulator.calls.count == 6)
        }
    }

    @Test func `where the module is off Discord isn't asked, and everything is 0`() async throws {
        try await withMember { asked in
            try await store(asked)
            try await asked.worker.ask("POST", "disable")
            try await asked.expect(id: 0, [0, 0, 0, 0])
            #expect(asked.emulator.calls.isEmpty)
        }
    }

    @Test func `with Discord failing there is no answer that might be wrong`() async throws {
        try await withMember { asked in
            try await store(asked)
            asked.emulator.faults.fail("GET", "/guilds/*/members/*", status: 500)
            let answer = try await asked.entries()
            #expect(answer.status == 502)
            #expect(answer.code == 804)
            try await asked.expect(id: 1, [2, 2, 3, 2])
        }
    }
}
