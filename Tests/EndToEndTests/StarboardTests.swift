import EventLoop
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct StarboardTests {
        @Test func `200 stars at once over 4 workers make one post`() async throws {
            let scene = try await StarScene(messages: 1)
            try World.with(workers: 4, settings: scene.settings) { world in
                try world.enable(guild: StarScene.guild, starboard: scene.board)
                let answers = try scene.add(0, times: 200, world)
                #expect(Set(answers) == [200])
            }
            let (posts, calls) = try await scene.end()
            #expect(posts == [1])
            print("200 adds over 4 processes: \(calls) calls of Discord")
        }

        @Test func `a worker killed at a random moment, 50 times over: one post each`() async throws
        {
            let scene = try await StarScene(messages: 50)
            let statuses = Locked<[Int: Int]>([:])
            try World.with(workers: 4, settings: scene.settings) { world in
                try world.enable(guild: StarScene.guild, starboard: scene.board)
                for message in 0..<50 {
                    let adding = BlockingThread {
                        (try? scene.add(message, times: 12, world)) ?? []
                    }
                    usleep(.random(in: 0...60_000))
                    if let victim = world.cluster.workers.randomElement() { kill(victim, SIGKILL) }
                    let answers = try adding.join()
                    statuses.change { for answer in answers { $0[answer, default: 0] += 1 } }
                    try eventually("the next call is answered") {
                        let client = try? world.cluster.connect()
                        return client.flatMap { scene.add(message, world, over: $0) } == 200
                    }
                }
            }
            let (posts, _) = try await scene.end()
            #expect(posts == Array(repeating: 1, count: 50))
            print("50 workers killed; answers of 600 adds, 0 for none: \(statuses.value)")
        }
    }
}

/// Starred messages of a guild, on a Discord of the test's own.
private struct StarScene: Sendable {
    static let guild = 1
    let discord: StarDiscord
    let board: Int64
    let channel: Int64
    let messages: [Int64]
    let settings: [String]

    init(messages count: Int) async throws {
        let made = try await onLoop {
            let discord = try StarDiscord()
            let board = discord.addChannel(in: Int64(Self.guild))
            let channel = discord.addChannel(in: Int64(Self.guild))
            let messages = (0..<count).map { _ in discord.addMessage(in: channel) }
            for message in messages { discord.star(message, by: 101...103) }
            // Answers take their time, so that a kill finds calls under way.
            discord.intercept = { _ in
                await sleep(for: .milliseconds(.random(in: 0...8)))
                return nil
            }
            return (discord, board, channel, messages, discord.base)
        }
        (discord, board, channel, messages) = (made.0, made.1, made.2, made.3)
        settings = ["DISCORD_API_BASE=\(made.4)", "DISCORD_BOT_TOKEN=\(StarDiscord.token)"]
    }

    /// Sends one call; nil where it isn't answered.
    func add(_ message: Int, _ world: World, over client: HTTPClient) -> Int? {
        let body = """
            {"guild_id":\(Self.guild),"channel_id":\(channel),"message_id":\(messages[message])}
            """
        return try? world.send("POST", "starboard/add", body, over: client).status
    }

    /// Sends calls at once, each over a connection of its own; gives their statuses, 0 for none.
    func add(_ message: Int, times: Int, _ world: World) throws -> [Int] {
        let threads = (0..<times).map { _ in
            BlockingThread {
                guard let client = try? world.cluster.connect() else { return 0 }
                return add(message, world, over: client) ?? 0
            }
        }
        return try threads.map { try $0.join() }
    }

    /// How many posts each message has, and how many calls there were.
    func end() async throws -> (posts: [Int], calls: Int) {
        try await onLoop {
            defer { discord.stop() }
            let standing = discord.standing(in: board)
            let posts = messages.map { message in
                standing.count { $0.link?.hasSuffix("/\(message)") == true }
            }
            return (posts, discord.calls.count)
        }
    }
}
