import EventLoop

/// Webhooks, interactions and OAuth tokens that Discord has said don't exist: it wants not to be asked again.
struct GoneTokens {
    private struct Entry {
        let refusal: DiscordError
        let until: Instant
    }

    private struct Key: Hashable {
        let owner: LaneKey.Owner
        let path: String
    }

    /// As long as an interaction's token lives.
    private static let memory = Duration.seconds(15 * 60)
    private static let limit = 10_000

    private var entries: [Key: Entry] = [:]
    private var order: [Key] = []

    var count: Int { entries.count }

    func refusal(of lane: LaneKey, now: Instant) -> DiscordError? {
        guard let key = Self.key(lane), let entry = entries[key], entry.until > now else {
            return nil
        }
        return entry.refusal
    }

    mutating func note(_ lane: LaneKey, _ refusal: DiscordError, now: Instant) {
        guard let key = Self.key(lane) else { return }
        if entries[key] == nil {
            makeRoom()
            order.append(key)
        }
        entries[key] = Entry(refusal: refusal, until: now + Self.memory)
    }

    /// The oldest half goes at once, so that one removal isn't as dear as the whole list.
    private mutating func makeRoom() {
        guard order.count >= Self.limit else { return }
        for key in order.prefix(Self.limit / 2) { entries[key] = nil }
        order.removeFirst(Self.limit / 2)
    }

    private static func key(_ lane: LaneKey) -> Key? {
        switch lane.owner {
        case .bot: nil
        case .bearer: Key(owner: lane.owner, path: lane.route)
        case .path: Key(owner: .path, path: lane.major)
        }
    }
}
