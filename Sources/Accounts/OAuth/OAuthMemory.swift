import API
import Essentials
import EventLoop

/// What Discord said of OAuth tokens, remembered for 60 s from the question on, by the tokens' hashes.
///
/// What is refused is remembered as well, so that a wrong token that is sent again and again isn't shown to Discord each
/// time: it bans addresses for that.
struct OAuthMemory {
    /// Whose a token is.
    enum Finding: Hashable, Sendable {
        case user(Snowflake, administers: Set<Snowflake>)
        /// Discord knows no such token (any more).
        case refused

        var caller: Caller? {
            switch self {
            case .user(let user, let guilds): .user(user, administers: guilds)
            case .refused: nil
            }
        }

        /// How many ids it holds, and one.
        fileprivate var weight: Int {
            switch self {
            case .user(_, let guilds): 2 + guilds.count
            case .refused: 1
            }
        }
    }

    private struct Entry {
        let finding: Finding
        let expiry: Instant
    }

    static let lifetime = Duration.seconds(60)
    private let capacity: Int
    private var entries: [SHA256Digest: Entry] = [:]
    private var weight = 0

    /// - Parameter capacity: how many ids are remembered at most: a token's user, their guilds, and one for the token.
    init(capacity: Int = 100_000) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    func finding(of token: SHA256Digest, now: Instant) -> Finding? {
        guard let entry = entries[token], now < entry.expiry else { return nil }
        return entry.finding
    }

    /// - Parameter asked: when Discord was asked.
    mutating func keep(_ finding: Finding, of token: SHA256Digest, asked: Instant, now: Instant) {
        forget(token)
        if weight + finding.weight > capacity { makeRoom(for: finding.weight, now: now) }
        entries[token] = Entry(finding: finding, expiry: asked + Self.lifetime)
        weight += finding.weight
    }

    private mutating func forget(_ token: SHA256Digest) {
        guard let entry = entries.removeValue(forKey: token) else { return }
        weight -= entry.finding.weight
    }

    /// Forgetting everything costs one question a token, and happens only where so many callers come within a minute.
    private mutating func makeRoom(for wanted: Int, now: Instant) {
        entries = entries.filter { now < $0.value.expiry }
        weight = entries.values.reduce(0) { $0 + $1.finding.weight }
        guard weight + wanted > capacity else { return }
        entries.removeAll()
        weight = 0
    }
}
