import Essentials
import EventLoop
import Postgres
import TestSupport

@testable import Serverstats

/// A guild with a starboard of three stars, on a Discord of the test's own, and workers.
@LoopActor
final class StarboardFixture {
    let discord: StarDiscord
    let workers: [TestWorker]
    let database: TestDatabase
    let guild = TestWorker.guild
    let board: Int64
    let channel: Int64

    init(_ url: String, workers count: Int) throws {
        let discord = try StarDiscord()
        self.discord = discord
        workers = try (0..<count).map { _ in try TestWorker(url, discord: discord.client()) }
        database = TestDatabase(url: url)
        board = discord.addChannel(in: guild)
        channel = discord.addChannel(in: guild)
    }

    func stop() {
        for worker in workers { worker.stop() }
        discord.stop()
    }

    /// Switches the starboard on.
    func enable(count: Int = 3, channel: Int64? = nil, on toggles: [Toggle] = [.starboard])
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
    }

    /// A message with so many stars.
    func message(stars: Int = 0, in channel: Int64? = nil) -> Int64 {
        let id = discord.addMessage(in: channel ?? self.channel)
        discord.star(id, by: members(stars))
        return id
    }

    func members(_ count: Int) -> ClosedRange<Int64> { 101...100 + Int64(max(count, 1)) }

    @discardableResult
    func add(_ message: Int64, in channel: Int64? = nil, on worker: Int = 0) async throws
        -> InMemoryAnswer
    {
        try await tell("add", message, in: channel, on: worker)
    }

    @discardableResult
    func remove(_ message: Int64, in channel: Int64? = nil, on worker: Int = 0) async throws
        -> InMemoryAnswer
    {
        try await tell("remove", message, in: channel, on: worker)
    }

    private func tell(
        _ what: String, _ message: Int64, in channel: Int64?, on worker: Int
    ) async throws -> InMemoryAnswer {
        try await workers[worker].ask(
            "POST", "starboard/\(what)",
            #""channel_id":\#(channel ?? self.channel),"message_id":\#(message)"#)
    }

    @discardableResult
    func deleted(message: Int64, on worker: Int = 0) async throws -> InMemoryAnswer {
        try await workers[worker].ask(
            "POST", "starboard/check/deleted-message", #""message_id":\#(message)"#)
    }

    @discardableResult
    func deleted(channel: Int64) async throws -> InMemoryAnswer {
        try await workers[0].ask("POST", "starboard/check/delete", #""channel_id":\#(channel)"#)
    }

    /// What the posts in the starboard show.
    var shown: [String] { discord.standing(in: board).map(\.content) }

    /// How many entries have a post.
    func entryCount(_ condition: String = "starboard_message_id IS NOT NULL") throws -> Int64 {
        try database.number("SELECT count(*) FROM starboard_entries WHERE \(condition)")
    }

    /// Makes every time in the entries older.
    func age(seconds: Int) throws {
        try database.script(
            """
            UPDATE starboard_entries
            SET monitoring_start = monitoring_start - interval '\(seconds) s',
                claimed_at = claimed_at - interval '\(seconds) s', read_at = read_at - interval '\(seconds) s',
                sent_first_at = sent_first_at - interval '\(seconds) s',
                sent_last_at = sent_last_at - interval '\(seconds) s'
            """)
    }
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
