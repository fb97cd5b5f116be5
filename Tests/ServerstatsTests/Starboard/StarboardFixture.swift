import Discord
import DiscordEmulator
import Essentials
import EventLoop
import Postgres
import TestSupport

@testable import Serverstats

/// A guild with a starboard of three stars, on an emulated Discord, and workers.
@LoopActor
final class StarboardFixture {
    let emulator = DiscordEmulator()
    let guild: EmulatedGuild
    let workers: [TestWorker]
    let database: TestDatabase
    let board: Snowflake
    let channel: Snowflake

    init(_ url: String, workers count: Int) throws {
        let emulator = emulator
        try emulator.start()
        workers = try (0..<count).map { _ in try TestWorker(url, discord: emulator.client()) }
        database = TestDatabase(url: url)
        guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
        board = guild.addChannel("starboard")
        channel = guild.addChannel("talk")
    }

    func stop() {
        for worker in workers { worker.stop() }
        emulator.close()
    }

    /// Switches the starboard on.
    func enable(count: Int = 3, channel: Snowflake? = nil, on toggles: [Toggle] = [.starboard])
        async throws
    {
        let settings = TestWorker.settings(on: toggles)
            .replacing(
                "\"starboard_channel\":\"6\"", with: "\"starboard_channel\":\(channel ?? board)"
            )
            .replacing("\"starboard_count\":3", with: "\"starboard_count\":\(count)")
        try await workers[0].ask("POST", "enable")
        let answer = try await workers[0].put(settings)
        guard answer.status == 200 else { throw TestFailure(answer.said) }
        emulator.clearCalls()
    }

    /// A message with so many stars.
    func message(
        _ content: String = "Hello", stars: Int = 0, in channel: Snowflake? = nil
    ) -> Snowflake {
        let id = guild.addMessage(content, in: channel ?? self.channel)
        star(id, by: members(stars))
        return id
    }

    func members(_ count: Int) -> Range<Int64> { 101..<101 + Int64(count) }

    @discardableResult
    func add(_ message: Snowflake, in channel: Snowflake? = nil, on worker: Int = 0) async throws
        -> InMemoryAnswer
    {
        try await tell("add", message, in: channel, on: worker)
    }

    @discardableResult
    func remove(_ message: Snowflake, in channel: Snowflake? = nil, on worker: Int = 0) async throws
        -> InMemoryAnswer
    {
        try await tell("remove", message, in: channel, on: worker)
    }

    private func tell(
        _ what: String, _ message: Snowflake, in channel: Snowflake?, on worker: Int
    ) async throws -> InMemoryAnswer {
        try await workers[worker].ask(
            "POST", "starboard/\(what)",
            #""channel_id":\#(channel ?? self.channel),"message_id":\#(message)"#)
    }

    @discardableResult
    func deleted(message: Snowflake, on worker: Int = 0) async throws -> InMemoryAnswer {
        try await workers[worker].ask(
            "POST", "starboard/check/deleted-message", #""message_id":\#(message)"#)
    }

    @discardableResult
    func deleted(channel: Snowflake) async throws -> InMemoryAnswer {
        try await workers[0].ask("POST", "starboard/check/delete", #""channel_id":\#(channel)"#)
    }

    /// What the posts in the starboard show.
    var shown: [String] { standing().map(\.content) }

    /// How many entries have a post.
    func entryCount(_ condition: String = "starboard_message_id IS NOT NULL") throws -> Int64 {
        try database.number("SELECT count(*) FROM starboard_entries WHERE \(condition)")
    }

    /// How many effects are in doubt, or due.
    func doubtCount(_ condition: String = "true") throws -> Int64 {
        try database.number("SELECT count(*) FROM effects WHERE \(condition)")
    }

    /// Makes every time in the entries older.
    func age(seconds: Int) throws {
        try database.script(
            """
            UPDATE starboard_entries
            SET monitoring_start = monitoring_start - interval '\(seconds) s',
                read_at = read_at - interval '\(seconds) s';
            UPDATE effects
            SET first_sent_at = first_sent_at - interval '\(seconds) s',
                last_sent_at = last_sent_at - interval '\(seconds) s'
            """)
    }
}

/// What happens on Discord.
extension StarboardFixture {
    func star(
        _ message: Snowflake, by members: some Sequence<Int64>, _ type: ReactionType = .normal
    ) {
        guard let channel = place(of: message) else { return }
        for member in members.compactMap({ Snowflake(rawValue: $0) }) {
            guild.react(to: message, in: channel, by: member, isBurst: type == .burst)
        }
    }

    func unstar(_ message: Snowflake, by members: some Sequence<Int64>) {
        guard let channel = place(of: message) else { return }
        for member in members.compactMap({ Snowflake(rawValue: $0) }) {
            guild.unreact(from: message, in: channel, by: member)
        }
    }

    /// Takes a message away, without a word to Kennel.
    func delete(_ message: Snowflake) {
        if let channel = place(of: message) { guild.removeMessage(message, in: channel) }
    }

    func place(of message: Snowflake) -> Snowflake? {
        guild.channels.first { $0.message(message) != nil }?.id
    }

    /// What stands in a channel, the starboard's unless another is named, oldest first.
    func standing(in channel: Snowflake? = nil) -> [EmulatedMessage] {
        guild.channel(channel ?? board)?.messages ?? []
    }

    func count(_ method: String) -> Int { emulator.calls(method, "/**").count }
}

/// The paths of the calls that change posts, for faults.
enum StarboardPath {
    static let posting = "/channels/*/messages"
    static let post = "/channels/*/messages/*"
    static let stars = "/channels/*/messages/*/reactions/*"
}

func withStarboard(
    workers: Int = 1,
    _ body: @escaping @Sendable @LoopActor (StarboardFixture) async throws -> Void
) async throws {
    try await Turnstile.shared.pass {
        try await withDatabase { url in
            try await onLoop {
                let fixture = try StarboardFixture(url, workers: workers)
                defer { fixture.stop() }
                try await body(fixture)
            }
        }
    }
}
