import DiscordEmulator
import Essentials
import TestSupport

/// A guild that minds its own business, and beside it the guilds of a villain, on an emulated Discord.
struct Street: Sendable {
    /// What the good guild does, over and over.
    enum Request: String, CaseIterable, Sendable { case store, settings, check, star }

    /// How long each request takes, in seconds, at the 99th percentile, and what failed.
    struct Figures: Sendable, CustomStringConvertible {
        var p99: [Request: Double] = [:]
        var failures: [String] = []

        var description: String {
            Request.allCases.map { "\($0) \(Int((p99[$0] ?? 0) * 1_000)) ms" }
                .joined(separator: ", ")
        }
    }

    /// What a busy machine of two cores does to a request without anybody's fault, in seconds.
    static let noise = 0.1
    static let good = 1
    let emulator: EmulatorProcess
    private let board: Int64
    private let channel: String
    private let message: String
    private let villainsChannels: [String]

    init() throws {
        let stars = #"{"reactions":[{"emoji":"⭐","users":["101","102","103"]}]}"#
        let powerless =
            #""bot_permissions":"1024","roles":[{"name":"@everyone","permissions":"1024"}]"#
        let emulator = try EmulatorProcess(
            world: """
                {"guilds":[{"id":"1","channels":[{"name":"board"},{"name":"talk","messages":[\(stars)]}]},\
                {"id":"2",\(powerless),"channels":[{"name":"talk"}]},\
                {"id":"3","channels":[{"name":"talk"}]}]}
                """)
        let channels = try (1...3).map { try emulator.control("GET", "/guilds/\($0)")["channels"] }
        guard let board = channels[0]?[0]?["id"]?.id, let channel = channels[0]?[1]?["id"]?.string,
            let message = channels[0]?[1]?["messages"]?[0]?["id"]?.string
        else { throw TestFailure("the emulator lacks the good guild") }
        self.emulator = emulator
        self.board = board.rawValue
        self.channel = channel
        self.message = message
        villainsChannels = channels.dropFirst().compactMap { $0?[0]?["id"]?.string }
    }

    /// Enables everything that is used, in all guilds; gives the villain.
    func moveIn(_ world: World) throws -> Villain {
        let client = try world.cluster.connect()
        func post(_ path: String, _ body: String) throws -> HTTPAnswer {
            let answer = try client.send("POST", "/v1/\(path)", token: world.token, body: body)
            guard answer.status == 200 else { throw TestFailure("\(path): \(answer.text)") }
            return answer
        }
        try world.enable(guild: Self.good, starboard: board)
        for guild in 1...3 {
            for module in ["autoresponder", "reactionroles"] {
                _ = try post("modules/\(module)/enable", #"{"guild_id":"\#(guild)"}"#)
            }
        }
        let keys = try [2, 3].map { guild in
            let answer = try post("auth/api-key/", #"{"guild_id":"\#(guild)"}"#)
            let text = answer.text.split(separator: #""api_key":""#).last ?? ""
            return String(text.prefix { $0 != "\"" })
        }
        let villain = Villain(keys: keys, channels: villainsChannels, fleet: world.token)
        for number in 0..<5_000 {
            // As many as are taken: a guild's triggers are bounded.
            let answer = try client.send(
                "POST", "/v1/modules/autoresponder/triggers", token: world.token,
                body: villain.trigger(number))
            guard answer.status == 200 else { break }
        }
        return villain
    }

    /// Has the good guild do what it does, each kind over a connection of its own.
    func measure(_ world: World, seconds: Double) throws -> Figures {
        let end = monotonicSeconds() + seconds
        let threads = Request.allCases.map { request in
            BlockingThread { self.repeating(request, world, until: end) }
        }
        var figures = Figures()
        for (request, thread) in zip(Request.allCases, threads) {
            let (times, failures) = try thread.join()
            let sorted = times.sorted()
            figures.p99[request] = sorted.isEmpty ? .infinity : sorted[(sorted.count * 99) / 100]
            figures.failures += failures
        }
        return figures
    }

    private func repeating(
        _ request: Request, _ world: World, until end: Double
    ) -> (times: [Double], failures: [String]) {
        var (times, failures): ([Double], [String]) = ([], [])
        guard let client = try? world.cluster.connect() else { return ([], ["no connection"]) }
        while monotonicSeconds() < end {
            let begin = monotonicSeconds()
            let answer = try? send(request, Int(begin * 1_000_000), world, over: client)
            times.append(monotonicSeconds() - begin)
            guard answer?.status == 200 else {
                failures.append("\(request): \(answer?.text ?? "no answer")")
                return (times, failures)
            }
        }
        return (times, failures)
    }

    private func send(
        _ request: Request, _ id: Int, _ world: World, over client: HTTPClient
    ) throws -> HTTPAnswer {
        let guild = Self.good
        switch request {
        case .store:
            let body = World.message(id, guild: guild)
            return try world.send("POST", World.messagesSent, body, over: client)
        case .settings:
            return try world.send("GET", "settings?guild_id=\(guild)", over: client)
        case .check:
            let body = """
                {"guild_id":"\(guild)","channel_id":"\(channel)","origin_message_id":"\(id)",\
                "member_roles":[],"member_id":"5","content":"Nothing to see here"}
                """
            return try client.send(
                "POST", "/v1/modules/autoresponder/check", token: world.token, body: body)
        case .star:
            let body = """
                {"guild_id":"\(guild)","channel_id":"\(channel)","message_id":"\(message)"}
                """
            return try world.send("POST", "starboard/add", body, over: client)
        }
    }
}
