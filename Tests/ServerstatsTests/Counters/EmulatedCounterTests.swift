import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport
import Testing

@testable import Serverstats

/// Counters against the emulator, whose bot is no administrator: its permissions are checked as Discord checks them.
@Suite struct EmulatedCounterTests {
    /// Runs a body with one worker whose Discord is an emulator with one guild.
    private static func run(
        _ body:
            @escaping @Sendable @LoopActor (TestWorker, DiscordEmulator, EmulatedGuild)
            async throws -> Void
    ) async throws {
        try await Turnstile.shared.pass {
            try await withDatabase { url in
                try await withEmulator { emulator in
                    let guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
                    let worker = try TestWorker(url, discord: emulator.client())
                    defer { worker.stop() }
                    try await worker.ask("POST", "enable")
                    try await worker.put(
                        TestWorker.settings(on: [.counters, .starboard])
                            .replacing(
                                #""counters_category_id":5"#,
                                with: #""counters_category_id":"create""#
                            )
                            .replacing(
                                #""starboard_channel":"6""#, with: #""starboard_channel":"create""#)
                    )
                    try await body(worker, emulator, guild)
                }
            }
        }
    }

    @LoopActor
    private static func names(_ guild: EmulatedGuild) -> [String] {
        guild.channels.filter { $0.type == 2 }.map(\.name)
    }

    @Test func `each type shows the emulated guild's number, and the bot can rename and delete it`()
        async throws
    {
        try await Self.run { worker, emulator, guild in
            let role = guild.addRole("Cooks")
            guild.addRole("Guests")
            let members = (0..<5).map {
                guild.addMember(roles: $0 < 3 ? [role] : [], isOnline: true)
            }
            guild.unlistedMembers = 93
            guild.unlistedPresences = 34
            guild.profile.premiumSubscriptionCount = 3
            for (member, status) in zip(members, ["dnd", "idle", "online", "online", "dnd"]) {
                try await worker.report(status, of: member.rawValue)
            }
            // 100 members: the five, 93, the owner, the bot; 40 of them present: the five, 34, the bot. Channels: the
            // starboard's, the eight counters before and this one. Roles: these two and the bot's.
            for type in 1...10 {
                let answer = try await worker.addCounter(type, role: role.rawValue)
                #expect(answer.status == 200, "\(type) \(answer.said)")
            }
            #expect(
                Self.names(guild) == [
                    "🟢 38 ⛔ 2 ⚫ 60", "Online: 38", "Online Cooks: 2", "Offline: 60", "DND: 2",
                    "Members: 100", "Cooks: 3", "Boosts: 3", "Channels: 10", "Roles: 3",
                ])
            guild.unlistedMembers = 103
            try await withJobs(of: [worker]) {
                let run = try await worker.update()
                #expect((run.done, run.failed) == (1, 0))
            }
            #expect(Self.names(guild).contains("Members: 110"))
            let list = try await worker.ask("GET", "counters", "page_size=100")
            for counter in list.data?.member("counters" as StaticString)?.elements.map({ $0 }) ?? []
            {
                let id = counter.member("counter_id" as StaticString)?.string() ?? ""
                #expect(try await worker.ask("DELETE", "counter/\(id)").status == 200)
            }
            #expect(Self.names(guild) == [])
        }
    }

    @Test func `a bot that may not manage channels is told so`() async throws {
        try await Self.run { worker, _, guild in
            guild.setBotPermissions(.everyone)
            let answer = try await worker.addCounter(6)
            #expect(answer.code == 804 && answer.message?.contains("Missing") == true)
            #expect(Self.names(guild) == [])
        }
    }

    @Test func `a guild that the bot has left fails, and its counters stay`() async throws {
        try await Self.run { worker, emulator, guild in
            try await worker.addCounter(6)
            emulator.world.removeGuild(guild.id)
            try await withJobs(of: [worker]) {
                let run = try await worker.update()
                #expect((run.state, run.done, run.failed) == ("finished", 0, 1))
            }
            let list = try await worker.ask("GET", "counters")
            #expect(list.counterChannels.count == 1)
        }
    }

    @Test func `a 429 is waited for, whoever it concerns`() async throws {
        try await Self.run { worker, emulator, guild in
            for scope in [LimitScope.user, .shared, .global] {
                emulator.faults.limit("POST", "/guilds/*/channels", scope: scope, retryAfter: 0.1)
                let answer = try await worker.addCounter(6)
                #expect(answer.status == 200, "\(answer.said)")
            }
            #expect(Self.names(guild).count == 3)
        }
    }
}
