import EventLoop

/// Counts the answers for which Discord bans an address: 10,000 of 401, 403 and 429 in ten minutes.
///
/// A guild, a caller and a route each get a share of what the others leave of the bound: the first alone a tenth, ten of them about
/// half of it together. So nobody can use it up, and whoever has had no refusals can always call.
struct InvalidRequestGuard {
    /// Ten minutes in slices of ten seconds.
    private static let slice: Int64 = 10_000_000_000
    private static let slices: Int64 = 60

    private struct Slice {
        let number: Int64
        var total = 0
        var counts: [RefusalKey: Int] = [:]
    }

    private let bound: Int
    /// A route counts so many refusals of each guild: a route that a few guilds may not use isn't closed for the others.
    private let mostOfOneParty: Int
    private var slices: [Slice] = []
    /// Sums over all slices; keys without refusals have none.
    private var counts: [RefusalKey: Int] = [:]
    /// When it was last told of a key that its share is used up.
    private var told: [RefusalKey: Int64] = [:]
    private(set) var count = 0

    /// - Parameter bound: so many stop everything.
    init(bound: Int) {
        self.bound = bound
        mostOfOneParty = max(1, bound / 1_000)
    }

    /// The number of keys with refusals.
    var keyCount: Int { counts.count }

    /// Counts a refusal for everything it adds to.
    /// - Returns: those whose share is used up now, each once in ten minutes.
    mutating func note(_ keys: [RefusalKey], now: Instant) -> [RefusalKey] {
        pass(now)
        let current = now.nanoseconds / Self.slice
        if slices.last.map({ $0.number < current }) ?? true {
            slices.append(Slice(number: current))
        }
        let last = slices.count - 1
        slices[last].total += 1
        count += 1
        for key in keys where !isPastRoutesPart(key, keys) {
            slices[last].counts[key, default: 0] += 1
            counts[key, default: 0] += 1
        }
        return keys.filter { isUsedUp($0) && tell($0, current) }
    }

    mutating func isFull(now: Instant) -> Bool {
        pass(now)
        return count >= bound
    }

    mutating func isUsedUp(_ key: RefusalKey, now: Instant) -> Bool {
        pass(now)
        return isUsedUp(key)
    }

    private func isUsedUp(_ key: RefusalKey) -> Bool {
        guard let own = counts[key] else { return false }
        return own * key.weight >= bound - count
    }

    /// Whether the guild has had its part in the route's count.
    private func isPastRoutesPart(_ key: RefusalKey, _ keys: [RefusalKey]) -> Bool {
        guard case .route = key else { return false }
        return keys.contains { other in
            if case .routeOf = other { counts[other, default: 0] > mostOfOneParty } else { false }
        }
    }

    private mutating func tell(_ key: RefusalKey, _ current: Int64) -> Bool {
        if let last = told[key], last + Self.slices > current { return false }
        told[key] = current
        return true
    }

    /// Forgets what is older than ten minutes.
    private mutating func pass(_ now: Instant) {
        let oldest = now.nanoseconds / Self.slice - Self.slices
        while let slice = slices.first, slice.number < oldest {
            slices.removeFirst()
            count -= slice.total
            for (key, number) in slice.counts {
                let left = counts[key, default: 0] - number
                counts[key] = left > 0 ? left : nil
                if left <= 0 { told[key] = nil }
            }
        }
    }
}
