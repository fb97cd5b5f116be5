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

    /// How many posts each message has.
    func posts() throws -> [Int] {
        let channels = try emulator.control("GET", "/guilds/\(Self.guild)")["channels"]
        let posts = channels?[0]?["messages"]?.elements ?? []
        let links = posts.compactMap { $0["embeds"]?[0]?["url"]?.string }
        return messages.map { message in links.count { $0.hasSuffix("/\(message)") } }
    }
}
