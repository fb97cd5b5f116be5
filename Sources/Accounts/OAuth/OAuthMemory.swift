import API
import Essentials
import EventLoop

/// Discord's answers about OAuth tokens, cached for 60 s from the question on, by the tokens' hashes.
///
/// Refusals are cached as well, so that an invalid token that is sent again and again isn't sent to Discord each time:
/// Discord bans addresses for that.
struct OAuthMemory {
    /// The owner of a token.
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

        /// Its size in ids: those it holds, and one.
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
    /// Tokens that were valid recently, newest first.
    private var familiar: Set<SHA256Digest> = []
    private var formerlyFamiliar: Set<SHA256Digest> = []

    /// - Parameter capacity: how many ids are cached at most: a token's user, their guilds, and one for the token.
    init(capacity: Int = 100_000) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    func finding(of token: SHA256Digest, now: Instant) -> Finding? {
        guard let entry = entries[token], now < entry.expiry else { return nil }
        return entry.finding
    }

    /// Whether a token is known to have been valid when Discord was last asked about it.
    func isFamiliar(_ token: SHA256Digest) -> Bool {
        familiar.contains(token) || formerlyFamiliar.contains(token)
    }

    private mutating func note(_ finding: Finding, of token: SHA256Digest) {
        formerlyFamiliar.remove(token)
        guard finding != .refused else {
            familiar.remove(token)
            return
        }
        familiar.insert(token)
        guard familiar.count > capacity / 10 else { return }
        formerlyFamiliar = familiar
        familiar = []
    }

    /// - Parameter asked: when Discord was asked.
    mutating func keep(_ finding: Finding, of token: SHA256Digest, asked: Instant, now: Instant) {
        forget(token)
        note(finding, of: token)
        if weight + finding.weight > capacity { makeRoom(for: finding.weight, now: now) }
        entries[token] = Entry(finding: finding, expiry: asked + Self.lifetime)
        weight += finding.weight
    }

    private mutating func forget(_ token: SHA256Digest) {
        guard let entry = entries.removeValue(forKey: token) else { return }
        weight -= entry.finding.weight
    }

    /// Refusals are evicted first, since anyone can cause any number of them. Evicting everything costs one question per token, and
    /// happens only if that many callers arrive within a minute.
    private mutating func makeRoom(for wanted: Int, now: Instant) {
        keepOnly { now < $0.expiry }
        guard weight + wanted > capacity else { return }
        keepOnly { $0.finding != .refused }
        guard weight + wanted > capacity else { return }
        entries.removeAll()
        weight = 0
    }

    private mutating func keepOnly(_ isKept: (Entry) -> Bool) {
        entries = entries.filter { isKept($0.value) }
        weight = entries.values.reduce(0) { $0 + $1.finding.weight }
    }
}
