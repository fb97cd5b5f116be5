import API
import EventLoop

/// Results of look-ups, cached for at most 30 s, and never beyond a revocation that was received.
///
/// A revocation raises the generation: the cache is emptied, and results of look-ups that began before aren't stored. While
/// it isn't certain that revocations are received (LISTEN isn't confirmed), the cache is neither filled nor used.
struct CredentialCache {
    /// The owner of a credential, and its limits.
    struct Holder: Hashable, Sendable {
        let caller: Caller
        /// Nil: no limit.
        let requestsPerSecond: Int?
        /// When it expires; nil: never.
        var end: Instant?
    }

    /// A look-up in progress.
    struct Lookup {
        fileprivate let generation: UInt64
        fileprivate let wasListening: Bool
    }

    private struct Entry {
        let holder: Holder
        let expiry: Instant
    }

    static let lifetime = Duration.seconds(30)
    private let capacity: Int
    private var generation: UInt64 = 0
    private var entries: [Credential: Entry] = [:]

    /// - Parameter capacity: how many credentials are cached at most.
    init(capacity: Int = 20_000) {
        self.capacity = capacity
    }

    var count: Int { entries.count }

    func holder(of credential: Credential, now: Instant, isListening: Bool) -> Holder? {
        guard isListening, let entry = entries[credential], now < entry.expiry else { return nil }
        return entry.holder
    }

    func beginLookup(isListening: Bool) -> Lookup {
        Lookup(generation: generation, wasListening: isListening)
    }

    /// Stores the result of a look-up, unless a revocation may have been made since it began.
    mutating func keep(
        _ holder: Holder, of credential: Credential, from lookup: Lookup, now: Instant,
        isListening: Bool
    ) {
        guard isListening, lookup.wasListening, lookup.generation == generation else { return }
        if entries.count >= capacity { makeRoom(now: now) }
        let expiry = min(now + Self.lifetime, holder.end ?? now + Self.lifetime)
        entries[credential] = Entry(holder: holder, expiry: expiry)
    }

    /// Something was revoked, or may have been.
    mutating func forgetAll() {
        generation += 1
        entries.removeAll()
    }

    private mutating func makeRoom(now: Instant) {
        entries = entries.filter { now < $0.value.expiry }
        if entries.count >= capacity { entries.removeAll() }
    }
}
