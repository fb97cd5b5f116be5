import Essentials
import EventLoop

/// Channels as Discord last described them, bounded in number.
///
/// A channel never moves to another guild, so whose it is holds for as long as it is remembered; its name, type, parent and
/// age restriction hold for a minute.
struct ChannelMemory {
    private struct Entry {
        let channel: Channel
        let readAt: Instant
    }

    static let lifetime = Duration.seconds(60)
    /// The recent half and the half before: what isn't used for that long is forgotten.
    private let half: Int
    private var recent: [Snowflake: Entry] = [:]
    private var older: [Snowflake: Entry] = [:]

    /// - Parameter capacity: how many channels are remembered at most.
    init(capacity: Int = 40_000) {
        half = capacity / 2
    }

    var count: Int { recent.count + older.count }

    /// The channel as it was when it was last read, however long ago.
    mutating func channel(_ id: Snowflake) -> Channel? { entry(id)?.channel }

    /// The channel, if it was read within the last minute.
    mutating func details(of id: Snowflake, now: Instant) -> Channel? {
        guard let entry = entry(id), now - entry.readAt < Self.lifetime else { return nil }
        return entry.channel
    }

    /// - Parameter readAt: when Discord was asked.
    mutating func keep(_ channel: Channel, readAt: Instant) {
        store(Entry(channel: channel, readAt: readAt), channel.id)
    }

    private mutating func entry(_ id: Snowflake) -> Entry? {
        if let known = recent[id] { return known }
        guard let known = older[id] else { return nil }
        store(known, id)
        return known
    }

    private mutating func store(_ entry: Entry, _ id: Snowflake) {
        if recent.count >= half, recent[id] == nil {
            older = recent
            recent = [:]
        }
        older[id] = nil
        recent[id] = entry
    }
}
