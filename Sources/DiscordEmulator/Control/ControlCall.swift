import Essentials
import EventLoop
import HTTP

/// One call of `/_control`, by which tests in another process build the world, act as its members, and see what was called.
@LoopActor
struct ControlCall {
    let emulator: DiscordEmulator
    let body: JSON
    let query: [String: String]
    /// After the operation's name.
    let rest: [String]
    private let method: String
    private let name: String
    private let isReadable: Bool

    var world: World { emulator.world }

    init(_ incoming: Incoming, _ emulator: DiscordEmulator) {
        self.emulator = emulator
        let segments = incoming.segments
        name = segments.first ?? ""
        rest = Array(segments.dropFirst())
        method = incoming.method
        query = incoming.query
        let json = incoming.bytes.withUnsafeBytes { JSON(parsing: $0) }
        isReadable = incoming.bytes.isEmpty || json != nil
        body = json ?? .object([])
    }

    func response() -> HTTPResponse {
        do throws(WorldFault) {
            guard isReadable else { throw WorldFault("the body isn't JSON") }
            guard let operation = Self.operations["\(method) /\(name)"] else {
                return Self.answer(404, Self.list)
            }
            return Self.answer(200, try operation(self))
        } catch {
            return Self.answer(400, .object([.init("message", .string(error.description))]))
        }
    }

    typealias Operation = @LoopActor (ControlCall) throws(WorldFault) -> JSON

    private static let operations = worldOperations.merging(visitOperations) { first, _ in first }
        .merging(faultOperations) { first, _ in first }
        .merging(settingOperations) { first, _ in first }
        .merging(changeOperations) { first, _ in first }

    private static var list: JSON {
        .object([
            .init("message", .string("There is no such operation.")),
            .init("operations", .array(operations.keys.sorted().map { .string($0) })),
        ])
    }

    private static func answer(_ status: Int, _ json: JSON) -> HTTPResponse {
        var writer = ByteWriter()
        json.write(to: &writer)
        return HTTPResponse(status: status, body: .bytes(writer.bytes))
    }
}

// MARK: Reading the body

extension ControlCall {
    func id(_ name: String) throws(WorldFault) -> Snowflake {
        guard let value = body[name] else { throw WorldFault("\(name) is missing") }
        return try readID(value, name)
    }

    func text(_ name: String) throws(WorldFault) -> String {
        guard let text = body[name]?.string else { throw WorldFault("\(name) is missing") }
        return text
    }

    func guild() throws(WorldFault) -> EmulatedGuild { try guild(try id("guild")) }

    func guild(_ id: Snowflake) throws(WorldFault) -> EmulatedGuild {
        guard let guild = world.guilds[id] else { throw WorldFault("there is no guild \(id)") }
        return guild
    }

    func channel() throws(WorldFault) -> EmulatedChannel {
        let id = try id("channel")
        guard let channel = world.channel(id) else {
            throw WorldFault("there is no channel \(id)")
        }
        return channel
    }

    /// The id that stands in the path after the operation's name.
    func pathID() throws(WorldFault) -> Snowflake {
        guard let id = rest.first.flatMap({ Snowflake(decimal: $0) }) else {
            throw WorldFault("an id belongs into the path")
        }
        return id
    }

    func emoji() throws(WorldFault) -> EmulatedEmoji {
        guard let json = body["emoji"] else { return .star }
        guard let emoji = EmulatedEmoji(json) else { throw WorldFault("no emoji: \(json.text)") }
        return emoji
    }

    static var done: JSON { .object([]) }

    static func ids(_ name: String, _ ids: [Snowflake]) -> JSON {
        .object([.init(name, .array(ids.map { .id($0) }))])
    }
}
