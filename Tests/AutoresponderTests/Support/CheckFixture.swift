import Discord
import DiscordEmulator
import Essentials
import EventLoop
import TestSupport

@testable import Autoresponder

/// A guild on an emulated Discord, and workers that have the module enabled for it.
@LoopActor
struct CheckFixture {
    let emulator: DiscordEmulator
    let workers: [TestWorker]
    let database: TestDatabase
    let guild: EmulatedGuild
    let channel: Snowflake
    let author: Snowflake

    var worker: TestWorker { workers[0] }

    /// A message of the author's.
    func write(
        _ text: String = "hello", in channel: Snowflake? = nil, webhook: Snowflake? = nil,
        by author: Snowflake? = nil, type: Int = 0
    ) -> Snowflake {
        guild.addMessage(
            text, in: channel ?? self.channel, by: author ?? self.author, webhook: webhook,
            type: type)
    }

    /// Checks a message that Discord has, as the fleet does.
    @discardableResult
    func check(
        _ message: Snowflake, on worker: TestWorker? = nil, in channel: Snowflake? = nil,
        content: String? = nil, member: Snowflake? = nil, isBot: Bool? = false
    ) async throws -> InMemoryAnswer {
        try await (worker ?? self.worker).check(
            message.rawValue, in: (channel ?? self.channel).rawValue, content: content,
            member: member?.rawValue, isBot: isBot)
    }

    /// The first worker dies while Discord is about to answer it.
    /// - Parameter wasSent: whether Discord posts the message.
    func killWorker(checking message: Snowflake, wasSent: Bool) async throws {
        emulator.faults.add(wasSent ? .hangAfter : .hang, "POST", "/channels/*/messages")
        spawn { _ = try? await check(message) }
        await until { emulator.faults.hanging > 0 }
        worker.stop()
    }

    /// What the bot has written, in order.
    var answers: [String] {
        let messages = guild.channel(channel)?.messages ?? []
        return messages.filter { $0.author.id == emulator.world.bot.id }.map(\.content)
    }

    var sends: [RecordedCall] { emulator.calls("POST", "/channels/*/messages") }
    var reads: [RecordedCall] { emulator.calls("GET", "/channels/*/messages/*") }
}

func withChecks<Value: Sendable>(
    workers count: Int = 1,
    _ body: @escaping @Sendable @LoopActor (CheckFixture) async throws -> Value
) async throws -> Value {
    try await withDatabase { url in
        try await withEmulator { emulator in
            let workers = try (0..<count).map { _ in
                try TestWorker(url, discord: emulator.client())
            }
            defer { for worker in workers { worker.stop() } }
            let guild = emulator.world.addGuild(id: Snowflake(rawValue: TestWorker.guild))
            let fixture = CheckFixture(
                emulator: emulator, workers: workers, database: TestDatabase(url: url),
                guild: guild, channel: guild.addChannel("general"), author: guild.addMember())
            try await workers[0].enable()
            return try await body(fixture)
        }
    }
}

extension TestWorker {
    /// A trigger with three messages.
    func addThree() async throws {
        var responses: [String] = []
        for text in ["one", "two", "three"] { responses.append(try await addResponse(text)) }
        _ = try await addTrigger(TriggerFields(responses: responses))
    }
}
