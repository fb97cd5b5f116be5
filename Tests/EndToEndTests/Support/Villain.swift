import Glibc
import TestSupport

/// The means of the cases, each with all that one guild or a stranger can bring up.
enum Attack: String, CaseIterable, Sendable {
    /// 8,002 refused posts closed the guard against a ban, for all guilds.
    case refusedPanels
    /// The connections of one key used up the calls to Discord.
    case floodOfCalls
    /// Triggers of thousands of characters against a message of as many held the loop.
    case longTriggers
    /// Each change of a trigger had all of them compiled again.
    case changedTriggers
    /// Made-up bearers kept the look-ups busy.
    case madeUpBearers
    /// Bodies of 1 MB without credentials filled the memory.
    case anonymousBodies
    case privacyCounts
    case dataCollection

    /// What strangers brought up when the cases were tried: 3,743 requests in a second, or bodies of 1 MB as fast as a network of 10 Gbit/s
    /// has them. Faster, they'd only keep the test's own machine from doing anything else.
    var mostPerSecond: Int { self == .anonymousBodies ? 1_250 : 4_000 }

    var connections: Int {
        switch self {
        case .floodOfCalls: 200
        case .refusedPanels, .madeUpBearers, .anonymousBodies: 50
        case .privacyCounts, .dataCollection: 16
        case .longTriggers, .changedTriggers: 4
        }
    }
}

/// Who disturbs: administrators' keys of two guilds, in one of which the bot may do nothing, and the fleet that reports what happens there.
struct Villain: Sendable {
    /// Of guild 2, where the bot may do nothing, and of guild 3.
    let keys: [String]
    let channels: [String]
    let fleet: String

    private static let anonymousBody = HTTPClient.text(
        "POST", "/v1/modules/serverstats/enable",
        body: "{\"a\":\"" + String(repeating: "x", count: 1_000_000) + "\"}")

    /// The request of an attack, whole.
    func request(_ attack: Attack, _ number: Int) -> String {
        let id = 1_000_000_000_000_000_000 + number
        switch attack {
        case .refusedPanels: return post("reactionroles/panels", keys[0], panel(2, channels[0]))
        case .floodOfCalls: return post("reactionroles/panels", keys[1], panel(3, channels[1]))
        case .longTriggers: return post("autoresponder/check", fleet, check(id))
        case .changedTriggers: return post("autoresponder/triggers", keys[0], trigger(number))
        case .madeUpBearers:
            return HTTPClient.text(
                "GET", "/v1/modules/serverstats/settings?guild_id=2", token: "made.up-\(id)")
        case .anonymousBodies:
            return Self.anonymousBody
        case .privacyCounts:
            let path = "/v1/modules/autoresponder/privacy/get-user-entries"
            return HTTPClient.text(
                "GET", "\(path)?guild_id=2&privacy_member_id=5", token: fleet)
        case .dataCollection:
            return HTTPClient.text(
                "PUT", "/v1/modules/serverstats/privacy/data-collection", token: fleet,
                body: #"{"guild_id":"\#(id)","privacy_member_id":"5","enabled":false}"#)
        }
    }

    func trigger(_ number: Int) -> String {
        let text = String(repeating: "😀", count: 1_800) + "\(number)"
        return """
            {"guild_id":"2","trigger_type":2,"match_case":false,"trigger":"\(text)",\
            "allowed_channels":[],"ignored_channels":[],"allowed_roles":[],"ignored_roles":[],\
            "response_ids":[]}
            """
    }

    private func check(_ message: Int) -> String {
        """
        {"guild_id":"2","channel_id":"\(channels[0])","origin_message_id":"\(message)",\
        "member_roles":[],"member_id":"5","content":"\(String(repeating: "😀", count: 4_000))"}
        """
    }

    private func panel(_ guild: Int, _ channel: String) -> String {
        """
        {"guild_id":"\(guild)","channel_id":"\(channel)","is_register":false,"panel_type":"button",\
        "limit_roles_to_one":false,"supports_remove":true,\
        "remove_roles_from_users_on_entry_delete":false,"is_embed":false,"content":"Choose"}
        """
    }

    private func post(_ path: String, _ token: String, _ body: String) -> String {
        HTTPClient.text("POST", "/v1/modules/\(path)", token: token, body: body)
    }
}

/// An attack under way, over as many connections as it takes.
final class Disturbance: Sendable {
    private let hasEnded = Locked(false)
    private let threads = Locked<[BlockingThread<[Int: Int]>]>([])

    init(_ attack: Attack, by villain: Villain, _ world: World) {
        threads.value = (0..<attack.connections).map { place in
            BlockingThread { [hasEnded] in
                var statuses: [Int: Int] = [:]
                var client: HTTPClient?
                var number = place * 1_000_000
                let pause = Double(attack.connections) / Double(attack.mostPerSecond)
                var next = monotonicSeconds()
                while !hasEnded.value {
                    number += 1
                    next = max(next + pause, monotonicSeconds() - pause)
                    usleep(UInt32(max(0, next - monotonicSeconds()) * 1_000_000))
                    guard let connection = client ?? (try? world.cluster.connect()) else {
                        usleep(10_000)
                        continue
                    }
                    try? connection.write(villain.request(attack, number))
                    let answer = try? connection.answer()
                    statuses[answer?.status ?? 0, default: 0] += 1
                    client = answer.map(\.closes) == false ? connection : nil
                }
                return statuses
            }
        }
    }

    /// Ends it; gives how often it was answered with which status, 0 for no answer.
    func finish() throws -> [Int: Int] {
        hasEnded.value = true
        return try threads.value.map { try $0.join() }.reduce(into: [:]) { sum, part in
            sum.merge(part, uniquingKeysWith: +)
        }
    }
}
