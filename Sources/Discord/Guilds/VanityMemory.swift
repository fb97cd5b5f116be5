import Essentials
import EventLoop

/// Which guilds have a vanity URL, for ten minutes each and bounded in number. To ask a guild without one for it is a refusal,
/// which counts towards a ban.
struct VanityMemory {
    private struct Entry {
        let hasVanity: Bool
        let readAt: Instant
    }

    static let lifetime = Duration.seconds(600)
    static let capacity = 20_000
    private var entries: [Snowflake: Entry] = [:]

    func hasVanity(_ guild: Snowflake, now: Instant) -> Bool? {
        guard let entry = entries[guild], now - entry.readAt < Self.lifetime else { return nil }
        return entry.hasVanity
    }

    mutating func keep(_ hasVanity: Bool, _ guild: Snowflake, now: Instant) {
        if entries.count >= Self.capacity {
            entries = entries.filter { now - $0.value.readAt < Self.lifetime }
            if entries.count >= Self.capacity { entries.removeAll() }
        }
        entries[guild] = Entry(hasVanity: hasVanity, readAt: now)
    }
}
