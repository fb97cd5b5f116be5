import Discord
import Essentials
import EventLoop
import Glibc
import HTTP
import TestSupport

@testable import Serverstats

/// As much of Discord as counters see, in the test's process, on its loop.
@LoopActor
final class CounterWorld {
    struct Channel: Hashable {
        var guild: Int64
        var type: Int
        var name: String
        var parent: Int64?
        var body = ""
    }

    struct Guild {
        var members = 100
        var presence = 40
        var boosts = 3
        var roles: [Int64: String] = [:]
        /// Members that are listed, with their roles.
        var rolesByMember: [Int64: [Int64]] = [:]
        var roleCounts: [Int64: Int] = [:]
    }

    struct Call: Hashable {
        let method: String
        let path: String
        let body: String
    }

    enum Fault: Sendable {
        case status(Int, String = "")
        /// The call is done, but the connection is closed without an answer.
        case doneAndLost
        case garbage
        /// A 404 that isn't Discord's: a proxy's.
        case foreign404
        /// Waits until `release`.
        case held
    }

    var guilds: [Int64: Guild] = [:]
    var channels: [Int64: Channel] = [:]
    private(set) var calls: [Call] = []
    /// What goes wrong with a call.
    var fault: (Call) -> Fault? = { _ in nil }
    private var holds: [Promise<Void>] = []
    private var nextID: Int64
    private let server: HTTPServer
    private let listener: Int32
    private let responder: WorldResponder

    init() throws {
        let now = Timestamp.now().microseconds / 1_000
        nextID = (now - 1_420_070_400_000) << 22
        responder = WorldResponder()
        server = HTTPServer(responder: responder)
        listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        responder.world = self
        server.addListener(listener)
    }

    func stop() {
        release()
        server.closeNow()
        close(listener)
    }

    func client() -> DiscordClient {
        let base = "http://127.0.0.1:\(ListeningSocket.port(of: listener))/api/v10"
        return DiscordClient(
            DiscordConfiguration(base: base, token: "bot"), budget: UnlimitedBudget(), log: .silent)
    }

    /// A guild with a category; gives the category.
    @discardableResult
    func addGuild(_ id: Int64, _ guild: Guild = Guild()) -> Int64 {
        guilds[id] = guild
        return addChannel(Channel(guild: id, type: 4, name: "Server stats"))
    }

    @discardableResult
    func addChannel(_ channel: Channel) -> Int64 {
        nextID += 1
        channels[nextID] = channel
        return nextID
    }

    func calls(_ method: String, _ part: String = "") -> [Call] {
        calls.filter { $0.method == method && $0.path.contains(part) }
    }

    func forgetCalls() { calls = [] }

    /// The names of the guild's voice channels.
    func names(in guild: Int64) -> [String] {
        channels.sorted { $0.key < $1.key }.map(\.value)
            .filter { $0.guild == guild && $0.type == 2 }.map(\.name)
    }

    var heldCount: Int { holds.count { !$0.isFulfilled } }

    func release() {
        for hold in holds { hold.fulfil(()) }
    }

    fileprivate func respond(to request: HTTPRequest) async -> HTTPResponse {
        let path = String(decoding: request.path, as: UTF8.self).dropFirst("/api/v10".count)
        let query = request.query.map { "?" + String(decoding: $0, as: UTF8.self) } ?? ""
        let call = Call(
            method: request.method.rawValue, path: path + query,
            body: String(decoding: request.body, as: UTF8.self))
        if call.method == "GET", ["/channels/5", "/channels/6"].contains(call.path) {
            return settingsChannel(call.path)
        }
        calls.append(call)
        switch fault(call) {
        case .status(let status, let message):
            return answer(status, #"{"code":50001,"message":"\#(message)","retry_after":0.01}"#)
        case .garbage: return answer(200, "<html>")
        case .foreign404: return answer(404, "404 page not found")
        case .doneAndLost:
            _ = WorldAnswer(self, call)
            return HTTPResponse(status: 502, closes: true)
        case .held:
            let hold = Promise<Void>()
            holds.append(hold)
            await hold.value
        case nil: break
        }
        let given = WorldAnswer(self, call)
        return answer(given.status, given.body)
    }

    /// The channels that the tests' settings name: always there, and of no concern to the tests.
    private func settingsChannel(_ path: String) -> HTTPResponse {
        let id = path.dropFirst("/channels/".count)
        let type = id == "5" ? 4 : 0
        return answer(200, #"{"id":"\#(id)","type":\#(type),"guild_id":"\#(TestWorker.guild)"}"#)
    }

    private func answer(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, body: status == 204 ? .empty : .bytes(Array(body.utf8)))
    }
}

private final class WorldResponder: HTTPResponder {
    weak var world: CounterWorld?

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        await world?.respond(to: request) ?? HTTPResponse(status: 503)
    }

    func respond(toMalformed error: HTTPError) -> HTTPResponse { HTTPResponse(status: 400) }
}

/// Does one call.
@LoopActor
private struct WorldAnswer {
    var status = 200
    var body = ""

    init(_ world: CounterWorld, _ call: CounterWorld.Call) {
        let path = call.path.split(separator: "?")[0]
        let parts = path.split(separator: "/").map(String.init)
        if parts[0] == "users" {
            body = #"{"id":"99","username":"kennel"}"#
            return
        }
        let id = Int64(parts[1]) ?? 0
        if let guild = world.guilds[id], parts[0] == "guilds" {
            answer(call, id, guild, Array(parts.dropFirst(2)), world)
        } else if let channel = world.channels[id], parts[0] == "channels" {
            answer(call, id, channel, world)
        } else {
            refuse()
        }
    }

    private mutating func refuse(_ code: Int = 10_003, _ message: String = "Unknown Channel") {
        status = 404
        body = #"{"code":\#(code),"message":"\#(message)"}"#
    }

    private mutating func answer(
        _ call: CounterWorld.Call, _ id: Int64, _ channel: CounterWorld.Channel,
        _ world: CounterWorld
    ) {
        switch call.method {
        case "PATCH": world.channels[id]?.name = Self.text("name", in: call.body)
        case "DELETE": world.channels[id] = nil
        default: break
        }
        body = Self.show(id, world.channels[id] ?? channel)
    }

    private mutating func answer(
        _ call: CounterWorld.Call, _ id: Int64, _ guild: CounterWorld.Guild, _ rest: [String],
        _ world: CounterWorld
    ) {
        switch (call.method, rest.first) {
        case ("GET", nil):
            body = """
                {"id":"\(id)","name":"guild","premium_subscription_count":\(guild.boosts),
                "approximate_member_count":\(guild.members),"approximate_presence_count":\(guild.presence)}
                """
        case ("GET", "channels"):
            body = Self.list(
                world.channels.filter { $0.value.guild == id }.map { Self.show($0.key, $0.value) })
        case ("POST", _): create(call, id, world)
        case ("GET", "roles") where rest.count == 2:
            body = "{" + guild.roleCounts.map { #""\#($0)":\#($1)"# }.joined(separator: ",") + "}"
        case ("GET", "roles"):
            let roles = guild.roles.merging([id: "@everyone"]) { $1 }
            body = Self.list(roles.map { #"{"id":"\#($0)","name":"\#($1)"}"# })
        case ("GET", "members") where rest.count == 2:
            guard let user = Int64(rest[1]), let roles = guild.rolesByMember[user] else {
                return refuse(10_007, "Unknown Member")
            }
            body = Self.show(user, roles)
        case ("GET", "members"):
            let after = call.path.split(separator: "after=").dropFirst().first.flatMap { Int64($0) }
            let members = guild.rolesByMember.sorted { $0.key < $1.key }
                .filter { $0.key > after ?? 0 }.prefix(1_000)
            body = Self.list(members.map { Self.show($0.key, $0.value) })
        default: refuse()
        }
    }

    private mutating func create(
        _ call: CounterWorld.Call, _ guild: Int64, _ world: CounterWorld
    ) {
        let parent = Int64(Self.text("parent_id", in: call.body))
        if let parent, world.channels[parent] == nil {
            status = 400
            body = #"{"code":50035,"message":"Invalid Form Body"}"#
            return
        }
        let type = Self.number("type", in: call.body)
        let channel = CounterWorld.Channel(
            guild: guild, type: type, name: Self.text("name", in: call.body), parent: parent,
            body: call.body)
        status = 201
        body = Self.show(world.addChannel(channel), channel)
    }

    private static func list(_ items: [String]) -> String {
        "[" + items.joined(separator: ",") + "]"
    }

    private static func show(_ id: Int64, _ channel: CounterWorld.Channel) -> String {
        let parent = channel.parent.map { "\"\($0)\"" } ?? "null"
        return """
            {"id":"\(id)","type":\(channel.type),"name":"\(channel.name)","parent_id":\(parent),
            "guild_id":"\(channel.guild)"}
            """
    }

    private static func show(_ user: Int64, _ roles: [Int64]) -> String {
        let roles = roles.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"user":{"id":"\#(user)","username":"u"},"roles":[\#(roles)]}"#
    }

    /// The first text of this name; names of the tests hold nothing escaped.
    private static func text(_ name: String, in body: String) -> String {
        let rest = body.split(separator: "\"\(name)\":\"", maxSplits: 1).last.map(String.init)
        guard let rest, rest.count < body.count else { return "" }
        return String(rest.prefix { $0 != "\"" })
    }

    private static func number(_ name: String, in body: String) -> Int {
        let rest = body.split(separator: "\"\(name)\":", maxSplits: 1).last ?? ""
        return Int(rest.prefix { $0.isNumber }) ?? -1
    }
}
