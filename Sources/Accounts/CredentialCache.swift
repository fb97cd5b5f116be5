import API
import EventLoop

/// What look-ups found, remembered for 30 s at most, and never beyond a revocation that was heard of.
///
/// A revocation raises the generation: what is remembered goes, and look-ups that began before aren't kept. While it
/// isn't sure that revocations are heard of, nothing is remembered and nothing remembered counts.
struct CredentialCache {
    /// Whose a credential is, and what it may do.
    struct Holder: Hashable, Sendable {
        let caller: Caller
        /// Nil: no limit.
        let requestsPerSecond: Int?
        /// From then on it's nobody's; nil: never.
        var end: Instant?
    }

    /// A look-up on its way.
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

    /// - Parameter capacity: how many credentials are remembered at most.
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

    /// Remembers what a look-up found, unless a revocation may have come since it began.
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
