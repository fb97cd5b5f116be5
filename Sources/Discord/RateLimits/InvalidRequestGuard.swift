import EventLoop

/// Counts the answers for which Discord bans an address: 10,000 of 401, 403 and 429 in ten minutes.
struct InvalidRequestGuard {
    /// Ten minutes in slices of ten seconds.
    private static let slice: Int64 = 10_000_000_000
    private static let slices = 60

    private let bound: Int
    private var counts = [Int](repeating: 0, count: slices + 1)
    private var newest: Int64 = 0
    private(set) var count = 0

    init(bound: Int) {
        self.bound = bound
    }

    mutating func note(now: Instant) {
        pass(now)
        counts[index(newest)] += 1
        count += 1
    }

    mutating func isClosed(for owner: LaneKey.Owner, now: Instant) -> Bool {
        pass(now)
        // Whoever sends us tokens that Discord refuses shall not be able to stop the bot as well.
        if case .bearer = owner { return count >= max(1, bound / 2) }
        return count >= bound
    }

    /// Forgets what is older than ten minutes.
    private mutating func pass(_ now: Instant) {
        let current = now.nanoseconds / Self.slice
        guard current > newest else { return }
        let steps = min(current - newest, Int64(counts.count))
        newest = current
        for step in 0..<steps {
            count -= counts[index(current - step)]
            counts[index(current - step)] = 0
        }
    }

    private func index(_ slice: Int64) -> Int {
        Int(slice % Int64(counts.count))
    }
}
