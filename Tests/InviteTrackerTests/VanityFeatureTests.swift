import DiscordEmulator
import Essentials
import EventLoop
import TestSupport
import Testing

@testable import InviteTracker

/// The vanity URL is asked for only where the guild has one: a refusal counts towards Discord's ban.
@Suite struct VanityFeatureTests {
    @Test func `a guild without the feature is never asked for a vanity URL`() async throws {
        try await withGuild(.den) { guild async throws in
            for _ in 0..<5 {
                let member = guild.comes(by: .invite("den"))
                #expect(try await guild.worker.join(member.rawValue).status == 200)
            }
            #expect(guild.emulator.calls("GET", "/guilds/*/vanity-url").isEmpty)
            // Whether it has one is asked for once, not at each join.
            #expect(guild.emulator.calls("GET", "/guilds/*").count == 1)
            #expect(guild.emulator.calls.allSatisfy { ($0.status ?? 500) < 400 })
        }
    }

    @Test func `a guild with the feature has its joins by the vanity URL told apart`() async throws
    {
        try await withGuild(.den) { guild async throws in
            guild.guild.vanity = EmulatedVanity(code: "club", uses: 3)
            let worker = try guild.addWorker()
            try await worker.ask("POST", "disable")
            try await worker.ask("POST", "enable")
            let member = guild.comes(by: .vanity)
            #expect(try await worker.join(member.rawValue).status == 200)
            #expect(try guild.kind(of: member) == Int64(UseKind.vanity.rawValue))
        }
    }

    @Test func `uses near the greatest integers are no trap`() async throws {
        try await withGuild(.den) { guild async throws in
            let huge = (0..<600).map { number in
                """
                {"code":"c\(number)","uses":\(number % 2 == 0 ? "9223372036854775807" : "-9223372036854775808"),\
                "max_uses":9223372036854775807,"max_age":0,"temporary":false,"channel":{"id":"1"}}
                """
            }
            for _ in 0..<2 {
                guild.emulator.faults.add(
                    .answer(status: 200, body: "[\(huge.joined(separator: ","))]"), "GET",
                    "/guilds/*/invites")
                let member = guild.comes(by: .invite("den"))
                #expect(try await guild.worker.join(member.rawValue).status == 200)
            }
        }
    }
}
