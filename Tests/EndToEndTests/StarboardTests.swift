import DiscordEmulator
import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

extension EndToEnd {
    @Suite struct StarboardTests {
        @Test func `200 stars at once over 4 workers make one post`() throws {
            let scene = try StarScene(messages: 1)
            defer { scene.emulator.destroy() }
            try World.with(workers: 4, settings: scene.emulator.settings) { world in
                try world.enable(guild: StarScene.guild, starboard: scene.board)
                let answers = try scene.add(0, times: 200, world)
                #expect(Set(answers) == [200])
            }
            #expect(try scene.posts() == [1])
            let calls = try scene.emulator.countCalls("*", "/**")
            print("200 adds over 4 processes: \(calls) calls of Discord")
        }

        @Test func `a worker killed at a random moment, 50 times over: one post each`() throws {
            let scene = try StarScene(messages: 50)
            defer { scene.emulator.destroy() }
            let statuses = Locked<[Int: Int]>([:])
            try World.with(workers: 4, settings: scene.emulator.settings) { world in
                try world.enable(guild: StarScene.guild, starboard: scene.board)
                for message in 0..<50 {
                    let sent = try scene.sent()
                    let adding = BlockingThread {
                        (try? scene.add(message, times: 12, world)) ?? []
                    }
                    if message.isMultiple(of: 2) {
                        usleep(.random(in: 0...60_000))
                    } else {
                        // Any moment, but one at which a post is on its way.
                        try eventually("a post is under way") { try scene.sent() > sent }
                    }
                    if let victim = world.cluster.workers.randomElement() { kill(victim, SIGKILL) }
                    let answers = try adding.join()
                    statuses.change { for answer in answers { $0[answer, default: 0] += 1 } }
                    try eventually("the next call is answered") {
                        let client = try? world.cluster.connect()
                        return client.flatMap { scene.add(message, world, over: $0) } == 200
                    }
                }
            }
            #expect(try scene.posts() == Array(repeating: 1, count: 50))
            // Whatever was sent more than once was under way when its worker was killed, and another took it over.
            let takeovers = try scene.sent() - 50
            #expect(takeovers > 0)
            print(
                """
                50 workers killed, \(takeovers) with a post under way; answers of 600 adds, \
                0 for none: \(statuses.value)
                """)
        }
    }
}

/// Starred messages of a guild, on an emulated Discord.
private struct StarScene: Sendable {
    static let guild = 1
    let emulator: EmulatorProcess
    let board: Int64
    private let channel: String
    private let messages: [String]

    init(messages count: Int) throws {
        let message = #"{"reactions":[{"emoji":"⭐","users":["101","102","103"]}]}"#
        let list = Array(repeating: message, count: count).joined(separator: ",")
        let emulator = try EmulatorProcess(
            world: """
                {"guilds":[{"id":"\(Self.guild)","channels":[{"name":"starboard"},\
                {"name":"talk","messages":[\(list)]}]}]}
                """)
        self.emulator = emulator
        let channels = try emulator.control("GET", "/guilds/\(Self.guild)")["channels"]
        guard let board = channels?[0]?["id"]?.id, let talk = channels?[1],
            let channel = talk["id"]?.string
        else { throw TestFailure("the emulator has no channels") }
        self.board = board.rawValue
        self.channel = channel
        messages = (talk["messages"]?.elements ?? []).compactMap { $0["id"]?.string }
        guard messages.count == count else {
            throw TestFailure("the emulator's world has \(messages.count) messages")
        }
        // Answers take their time, so that a kill finds calls under way; posts most of all.
        try delay("POST", "/channels/\(board)/messages", seconds: 0.04)
        try delay("*", "/**", seconds: 0.004)
    }

    private func delay(_ method: String, _ path: String, seconds: Double) throws {
        try emulator.control(
            "POST", "/faults",
            """
            {"effect":"delay","method":"\(method)","path":"\(path)","seconds":\(seconds),\
            "times":1000000}
            """)
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

    /// How often a post was sent to the starboard.
    func sent() throws -> Int {
        try emulator.countCalls("POST", "/channels/\(board)/messages")
    }

    /// How many posts each message has.
    func posts() throws -> [Int] {
        let channels = try emulator.control("GET", "/guilds/\(Self.guild)")["channels"]
        let posts = channels?[0]?["messages"]?.elements ?? []
        let links = posts.compactMap { $0["embeds"]?[0]?["url"]?.string }
        return messages.map { message in links.count { $0.hasSuffix("/\(message)") } }
    }
}
