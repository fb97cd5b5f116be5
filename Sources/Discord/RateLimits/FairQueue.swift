import EventLoop

/// The calls of one urgency that could go now, shared out fairly: in each round every party sends one call, its oldest.
///
/// A party joins behind those that are there already, so it waits for one call of each of them, however many calls they have.
struct FairQueue {
    /// A bucket, by the call it was listed for.
    struct Entry: Comparable {
        let number: UInt64
        let bucket: BucketKey

        static func < (left: Entry, right: Entry) -> Bool { left.number < right.number }
    }

    private struct Party {
        /// Some may be stale: their bucket has listed another call since.
        var entries = PriorityHeap<Entry>()
        var count = 0
    }

    /// A party with no more calls than this isn't piling up work.
    private static let few = 5

    /// The parties with calls, in the order of their turns.
    private(set) var ring: [CallParty.Share] = []
    private var parties: [CallParty.Share: Party] = [:]
    /// At index n: how many parties have more than n calls.
    private var partiesAbove: [Int] = []

    /// The parties with few calls.
    var lightParties: Int {
        ring.count - (partiesAbove.count > Self.few ? partiesAbove[Self.few] : 0)
    }

    /// How many calls go before the next one of a party, if no more come.
    func ahead(of share: CallParty.Share) -> Int {
        // One that joins now is the last of each round; one that is there already may be the first.
        guard let own = parties[share]?.count else { return ring.count }
        return partiesAbove.prefix(own).reduce(0, +)
    }

    // MARK: Taking turns

    /// The call whose turn it is.
    mutating func first(in buckets: [BucketKey: Bucket], _ urgency: CallUrgency) -> Entry? {
        while let share = ring.first {
            let key = Bucket.Listing.Key(share: share, urgency: urgency)
            while let entry = parties[share]?.entries.first {
                let listed = buckets[entry.bucket]?.listed.turns[key]?.first
                if listed == entry.number { return entry }
                parties[share]?.entries.pop()
            }
            change(share, by: -(parties[share]?.count ?? 0))
            if ring.first == share { ring.removeFirst() }
        }
        return nil
    }

    /// Takes that call; its party's next turn is behind the others'.
    mutating func take() {
        guard let share = ring.first else { return }
        parties[share]?.entries.pop()
        ring.append(ring.removeFirst())
    }

    // MARK: Listing

    mutating func push(_ entry: Entry, of share: CallParty.Share) {
        parties[share]?.entries.push(entry)
    }

    /// So many calls of a party more, or fewer.
    mutating func change(_ share: CallParty.Share, by difference: Int) {
        guard difference != 0 else { return }
        let old = parties[share]?.count ?? 0
        let new = max(0, old + difference)
        count(from: old, to: new)
        if new == 0 {
            parties[share] = nil
            ring.removeAll { $0 == share }
        } else {
            if old == 0 { ring.append(share) }
            parties[share, default: Party()].count = new
        }
    }

    private mutating func count(from old: Int, to new: Int) {
        while partiesAbove.count < new { partiesAbove.append(0) }
        for index in min(old, new)..<max(old, new) { partiesAbove[index] += new > old ? 1 : -1 }
        while partiesAbove.last == 0 { partiesAbove.removeLast() }
    }
}
