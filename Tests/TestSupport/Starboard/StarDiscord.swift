import Discord
import Essentials
import EventLoop
import Glibc
import HTTP

/// As much of Discord as a starboard sees: channels, messages, stars, nonces. On the test's own loop, so that a test can
/// step in between any two calls; other processes reach it too.
@LoopActor
package final class StarDiscord {
    package struct Post: Sendable {
        package let id: Int64
        package let channel: Int64
        package let author: Int64
        package var content: String
        package var nonce: String?
        package var embed: String
        /// What an embed links to.
        package var link: String?
        package var madeAt: Instant
        package var isDeleted = false
        package var stars: [ReactionType: [Int64]] = [:]
    }

    /// One call, as it was received.
    package struct Call: Sendable {
        package let method: String
        package let path: String
        package let query: String
        package let body: String
    }

    /// What goes wrong with a call.
    package enum Fault: Sendable {
        case refused(Int, code: Int = 0, String = "no")
        /// The connection breaks after the call was executed.
        case dropped
        /// Nobody can tell from the answer whether it was.
        case garbled(isExecuted: Bool)
    }

    package nonisolated static let token = "bot.token"
    package nonisolated static let bot: Int64 = 900
    /// Members from this number on are bots.
    package nonisolated static let firstBot: Int64 = 5_000_000

    package var posts: [Int64: Post] = [:]
    package var channels: [Int64: Channel] = [:]
    package private(set) var calls: [Call] = []
    /// Asked before a call is executed; it may wait.
    package var intercept: @LoopActor (Call) async -> Fault? = { _ in nil }
    /// How long a nonce is known.
    package var nonceLimit = Duration.seconds(300)
    /// How far Discord's clock is ahead of ours.
    package var clock = Duration.zero
    private var lastID: Int64 = 0
    private let server: HTTPServer
    private let listener: Int32

    package struct Channel: Sendable {
        package var guild: Int64
        package var isRestricted = false
        package var type = 0
        package var parent: Int64?
    }

    package init() throws {
        listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        let responder = StarResponder()
        server = HTTPServer(responder: responder)
        responder.discord = self
        server.addListener(listener)
    }

    package var base: String {
        "http://127.0.0.1:\(ListeningSocket.port(of: listener))/api/v10"
    }

    /// A client of a worker.
    package func client() -> DiscordClient {
        DiscordClient(
            DiscordConfiguration(base: base, token: Self.token), budget: UnlimitedBudget(),
            log: .silent)
    }

    package func stop() {
        server.closeNow()
        close(listener)
    }

    // MARK: The world

    /// An id of now, newer than all before.
    package func newID() -> Int64 {
        let now = Timestamp.now() + clock
        let id = (now.microseconds / 1_000 - 1_420_070_400_000) << 22
        lastID = max(lastID + 1, id)
        return lastID
    }

    package func addChannel(
        in guild: Int64, isRestricted: Bool = false, type: Int = 0, parent: Int64? = nil
    ) -> Int64 {
        let id = newID()
        channels[id] = Channel(
            guild: guild, isRestricted: isRestricted, type: type, parent: parent)
        return id
    }

    package func addMessage(in channel: Int64, by author: Int64 = 77, _ content: String = "Hello")
        -> Int64
    {
        let id = newID()
        posts[id] = Post(
            id: id, channel: channel, author: author, content: content, embed: "[]",
            madeAt: .now())
        return id
    }

    package func star(
        _ message: Int64, by members: some Sequence<Int64>, _ type: ReactionType = .normal
    ) {
        var stars = posts[message]?.stars[type] ?? []
        stars += members.filter { !stars.contains($0) }
        posts[message]?.stars[type] = stars.sorted()
    }

    package func unstar(_ message: Int64, by members: some Sequence<Int64>) {
        let gone = Set(members)
        for type in ReactionType.allCases {
            posts[message]?.stars[type]?.removeAll { gone.contains($0) }
        }
    }

    /// What stands in a channel, oldest first.
    package func standing(in channel: Int64) -> [Post] {
        posts.values.filter { $0.channel == channel && !$0.isDeleted }.sorted { $0.id < $1.id }
    }

    package func count(_ method: String) -> Int { calls.count { $0.method == method } }

    package func forgetCalls() { calls = [] }

    func receive(_ call: Call) { calls.append(call) }
}
