import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import Autoresponder

/// What members are told about texts that name them.
@Suite struct PrivacyTests {
    @Test func `the id and each name are counted in triggers and responses`() async throws {
        try await withChecks { fixture in
            let (worker, member) = (fixture.worker, fixture.author)
            fixture.guild.members[member]?.nickname = "Nell"
            fixture.emulator.world.users[member]?.username = "nelly"
            let response = try await worker.addResponse("<@\(member)> is Nell, Nell is nelly")
            _ = try await worker.addTrigger(TriggerFields(text: "Nell", responses: [response]))
            let fields = "privacy_member_id=\(member)"
            let counts = try await worker.ask("GET", "privacy/get-user-entries", fields)
            #expect(counts.number("id") == 1, "\(counts.said)")
            #expect(counts.number("nickname") == 3)
            #expect(counts.number("display_name") == 3)
            #expect(counts.number("username") == 1)
            #expect(counts.number("global_name") == 0)
            try await worker.ask("POST", "disable")
            fixture.emulator.clearCalls()
            let none = try await worker.ask("GET", "privacy/get-user-entries", fields)
            #expect(none.number("nickname") == 0)
            #expect(fixture.emulator.calls.isEmpty)
        }
    }
}
