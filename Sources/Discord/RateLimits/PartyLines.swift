/// The waiting calls of one lane and urgency, by party: within a party in the order in which they came.
struct PartyLines {
    private(set) var lines: [CallParty.Share: CallLine] = [:]
    private(set) var count = 0

    mutating func insert(_ number: UInt64, of share: CallParty.Share) {
        lines[share, default: CallLine()].insert(number)
        count += 1
    }

    mutating func remove(_ number: UInt64, of share: CallParty.Share) {
        guard lines[share]?.remove(number) == true else { return }
        count -= 1
        if lines[share]?.count == 0 { lines[share] = nil }
    }

    /// The calls of several lanes of a bucket, in rounds of one call of each party.
    static func inTurns(_ lanes: [PartyLines]) -> [UInt64] {
        var calls: [CallParty.Share: [UInt64]] = [:]
        for (share, line) in lanes.flatMap(\.lines) { calls[share, default: []] += line.all }
        if calls.count <= 1 { return calls.values.first?.sorted() ?? [] }
        let rounds = calls.values.flatMap { numbers in numbers.sorted().enumerated() }
        return rounds.sorted { ($0.offset, $0.element) < ($1.offset, $1.element) }.map(\.element)
    }

    /// How many calls of several lanes go before the latest one of a party.
    /// - Parameter isCounted: whether that one is among the lanes' calls.
    static func before(
        _ share: CallParty.Share, _ lanes: [PartyLines], isCounted: Bool
    ) -> Int {
        var counts: [CallParty.Share: Int] = [:]
        for (share, line) in lanes.flatMap(\.lines) { counts[share, default: 0] += line.count }
        let own = counts.removeValue(forKey: share).map { $0 - (isCounted ? 1 : 0) } ?? 0
        return own + counts.values.reduce(0) { $0 + min($1, own + 1) }
    }
}
