import Discord
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport

@testable import InviteTracker

/// Who made the invites.
let inviter: Snowflake = 700

/// A guild on an emulated Discord, a database, and workers with the module enabled for the guild.
@LoopActor
final class TestGuild {
    let emulator: DiscordEmulator
    let guild: EmulatedGuild
    let channel: Snowflake
    let database: TestDatabase
    private(set) var workers: [TestWorker] = []
    private let url: String

    init(_ url: String, workers count: Int) async throws {
        emulator = DiscordEmulator()
        try emulator.start()
        guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
        channel = guild.addChannel("welcome")
        database = TestDatabase(url: url)
        self.url = url
        for _ in 0..<count { try addWorker() }
    }

    var worker: TestWorker { workers[0] }

    @discardableResult
    func addWorker(log: Log = .silent) throws -> TestWorker {
        let worker = try TestWorker(url, discord: emulator.client(), log: log)
        workers.append(worker)
        return worker
    }

    func stop() {
        for worker in workers { worker.stop() }
        emulator.close()
    }

    /// Somebody new joins on Discord; the bots haven't told yet.
    func comes(_ member: Snowflake? = nil, by entrance: Entrance) -> Snowflake {
        let member = member ?? emulator.world.addUser("somebody").id
        emulator.world.join(member, guild, by: entrance)
        return member
    }

    /// Somebody leaves on Discord; the bots haven't told yet.
    func goes(_ member: Snowflake) { guild.removeMember(member) }

    /// As if a stored join had been reported so long ago.
    func age(_ interval: String) throws {
        try database.script(
            "UPDATE invite_tracker_uses SET joined_at = joined_at - interval '\(interval)'")
    }

    /// The uses as an answer shows them, by members.
    func uses(of inviter: Snowflake) async throws -> [String: JSON] {
        let answer = try await worker.uses(of: inviter.rawValue)
        let uses = answer.data?.list("stats_uses").map(JSON.init) ?? []
        return Dictionary(
            uniqueKeysWithValues: uses.map { ($0["member_id"]?.string ?? "null", $0) })
    }

    /// How the use of a member was found, past the product.
    func kind(of member: Snowflake) throws -> Int64 {
        try database.number(
            """
            SELECT kind FROM invite_tracker_uses WHERE member_id = \(member) ORDER BY id DESC LIMIT 1
            """)
    }

    var messages: [EmulatedMessage] { guild.channel(channel)?.messages ?? [] }
}

/// Runs a body with workers and the module enabled, after the guild has been prepared on Discord.
func withGuild<Value: Sendable>(
    _ preparation: Preparation = .none, workers: Int = 1,
    _ body: @escaping @Sendable @LoopActor (TestGuild) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await onLoop {
            let guild = try await TestGuild(url, workers: workers)
            defer { guild.stop() }
            preparation.run(guild)
            try await guild.worker.ask("POST", "enable")
            return try await body(guild)
        }
    }
}

/// What there is on Discord before the module is enabled.
struct Preparation: Sendable {
    let run: @Sendable @LoopActor (TestGuild) -> Void

    init(_ run: @escaping @Sendable @LoopActor (TestGuild) -> Void) { self.run = run }

    static let none = Preparation { _ in }
    /// An invite without limits, by somebody.
    static let den = Preparation { $0.guild.addInvite("den", to: $0.channel, by: inviter) }
}

extension Int16 {
    var asInt64: Int64 { Int64(self) }
}
