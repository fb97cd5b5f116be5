import Essentials
import EventLoop
import Glibc
import TestSupport

@testable import Discord
@testable import HTTP

/// Discord as far as OAuth goes: accounts by their tokens. Answers over HTTP, as it's told.
@LoopActor
final class FakeDiscord: HTTPResponder {
    struct Account {
        let id: Int64
        /// Whom the token was issued to.
        var application: Int64 = 1
        var guilds: [(id: Int64, isOwner: Bool, permissions: UInt64)] = []
    }

    /// An answer in place of the right one.
    struct Answer {
        let status: Int
        var body = ""
        var headers: [HTTPHeader] = []
    }

    var accounts: [String: Account] = [:]
    /// What is answered to paths that end so.
    var answers: [String: Answer] = [:]
    /// Guilds left out of the pages they belong to, as Discord leaves out some.
    var missing: Set<Int64> = []
    /// Answers wait for this to end.
    var isHolding = false
    /// Paths with their queries, in the order of arrival.
    private(set) var calls: [String] = []
    private var server: HTTPServer?
    private var base = ""

    func start() throws {
        let listener = try ListeningSocket.open(host: "127.0.0.1", port: 0)
        base = "http://127.0.0.1:\(ListeningSocket.port(of: listener))/api/v10"
        let server = HTTPServer(responder: self)
        server.addListener(listener)
        self.server = server
        closeListener = { close(listener) }
    }

    private var closeListener: () -> Void = {}

    func stop() {
        isHolding = false
        server?.closeNow()
        server?.forEachConnection { $0.abandon() }
        closeListener()
    }

    func client(
        botToken: String? = nil, applications: [Int64] = [1]
    ) -> DiscordClient {
        var configuration = DiscordConfiguration(base: base, token: botToken)
        configuration.applications = Set(applications.compactMap(Snowflake.init(rawValue:)))
        return DiscordClient(configuration, budget: UnlimitedBudget(), log: .silent)
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let path = String(decoding: request.path, as: UTF8.self)
        let query = request.query.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let authorization = request.headers.first("authorization")
            .map { String(decoding: $0, as: UTF8.self) }
        calls.append(query.isEmpty ? path : "\(path)?\(query)")
        await until { !isHolding }
        if let answer = answers.first(where: { path.hasSuffix($0.key) })?.value {
            return HTTPResponse(
                status: answer.status, headers: answer.headers,
                body: .bytes(Array(answer.body.utf8)))
        }
        if path == "/api/v10/applications/@me", authorization == "Bot bot" {
            return Self.json(200, #"{"id":"1","name":"kennel"}"#)
        }
        guard let account = accounts.first(where: { authorization == "Bearer \($0.key)" })?.value
        else { return Self.json(401, #"{"message":"401: Unauthorized","code":0}"#) }
        switch path {
        case "/api/v10/oauth2/@me":
            let user = Self.user(account)
            let application = #"{"id":"\#(account.application)","name":"a"}"#
            return Self.json(200, #"{"application":\#(application),"scopes":[],"user":\#(user)}"#)
        case "/api/v10/users/@me/guilds": return Self.json(200, guilds(account, query))
        default: return Self.json(404, #"{"message":"404: Not Found","code":0}"#)
        }
    }

    func respond(toMalformed error: HTTPError) -> HTTPResponse { Self.json(400, "{}") }

    private static func json(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, body: .bytes(Array(body.utf8)))
    }

    private static func user(_ account: Account) -> String {
        #"{"id":"\#(account.id)","username":"ann","discriminator":"0","global_name":null,"avatar":null}"#
    }

    private func guilds(_ account: Account, _ query: String) -> String {
        let fields = query.split(separator: "&").map { $0.split(separator: "=").map(String.init) }
        func number(_ name: String) -> Int64? {
            fields.first { $0[0] == name }.flatMap { Int64($0[1]) }
        }
        let page = account.guilds.filter { $0.id > number("after") ?? 0 }
            .prefix(Int(number("limit") ?? 200)).filter { !missing.contains($0.id) }
        let objects = page.map {
            #"{"id":"\#($0.id)","name":"g","owner":\#($0.isOwner),"permissions":"\#($0.permissions)"}"#
        }
        return "[\(objects.joined(separator: ","))]"
    }
}
