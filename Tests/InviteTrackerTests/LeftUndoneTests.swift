import DiscordEmulator
import Effects
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// What is completed although the fleet doesn't tell it again.
@Suite struct LeftUndoneTests {
    private static let posting = "/channels/*/messages"

    @Test func `a join that couldn't be read has its invite and its message in the end`()
        async throws
    {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            guild.emulator.faults.fail("GET", "/guilds/*/invites", status: 500, times: 100)
            let member = guild.comes(by: .invite("den"))
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            guild.emulator.faults.clear()
            try await guild.completeAll()
            #expect(guild.messages.map(\.content) == ["joined"])
            #expect(try await guild.worker.totals(of: inviter.rawValue) == [1, 0, 1])
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(guild.messages.count == 1)
        }
    }

    @Test(arguments: [false, true])
    func `messages whose answers were lost are sent once, also when Discord has forgotten them`(
        isForgotten: Bool
    ) async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            for tell in [guild.worker.join, { member, _ in try await guild.worker.leave(member) }] {
                guild.emulator.faults.add(.garbage, "POST", Self.posting)
                #expect(try await tell(member.rawValue, "").code == 804)
                if isForgotten {
                    guild.emulator.world.nonceMemory = .zero
                    try guild.database.script(
                        """
                        UPDATE effects SET first_sent_at = first_sent_at - interval '61 s'
                        """)
                }
                try await guild.completeAll()
            }
            #expect(guild.messages.map(\.content) == ["joined", "left"])
        }
    }

    @Test func `tries within a nonce's life add up: what Discord has forgotten is looked for`()
        async throws
    {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            for _ in 0..<2 {
                guild.emulator.faults.add(.garbage, "POST", Self.posting)
                #expect(try await guild.worker.join(member.rawValue).code == 804)
                try guild.database.script(
                    "UPDATE effects SET first_sent_at = first_sent_at - interval '40 s'")
            }
            guild.emulator.world.nonceMemory = .zero
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(guild.messages.map(\.content) == ["joined"])
        }
    }

    @Test func `a message that would be late isn't sent, unless somebody asks`() async throws {
        try await withGuild(.den) {
            guild async throws in
            try await guild.worker.switchMessagesOn(guild.channel)
            let member = guild.comes(by: .invite("den"))
            guild.emulator.faults.fail("POST", Self.posting, status: 500, times: 100)
            #expect(try await guild.worker.join(member.rawValue).code == 804)
            guild.emulator.faults.clear()
            try guild.database.script(
                "UPDATE invite_tracker_uses SET joined_at = joined_at - interval '16 minutes'")
            try await guild.completeAll()
            #expect(guild.messages.isEmpty)
            #expect(try guild.database.number("SELECT count(*) FROM effects") == 0)
            #expect(try await guild.worker.join(member.rawValue).status == 200)
            #expect(guild.messages.count == 1)
        }
    }
}

extension TestGuild {
    /// What is in doubt, or due, is looked after now.
    fileprivate func completeAll() async throws {
        try database.script("UPDATE effects SET due_at = now()")
        await worker.reconciler.completeAll()
    }
}
