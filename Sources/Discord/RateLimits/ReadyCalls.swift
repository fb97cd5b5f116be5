/// The buckets that could let a call go, by their first call; and how many of the bot's calls there are.
struct ReadyCalls {
    /// A bucket, by the call that it was listed for. One whose bucket's listing has changed since counts no more.
    struct Entry: Comparable {
        let call: ReadyCall
        let bucket: BucketKey

        static func < (left: Entry, right: Entry) -> Bool { left.call < right.call }
    }

    /// The bot's, each needing a time of the budget where there is one.
    var bot = PriorityHeap<Entry>()
    var others = PriorityHeap<Entry>()
    /// How many of the bot's calls their buckets would let go.
    private(set) var interactive = 0
    private(set) var background = 0

    var botCount: Int { interactive + background }

    /// Replaces what a bucket has listed.
    mutating func list(
        _ bucket: BucketKey, _ new: Bucket.Listing, insteadOf old: Bucket.Listing, isBots: Bool
    ) {
        if isBots {
            interactive += new.interactive - old.interactive
            background += new.background - old.background
        }
        guard let first = new.first, first != old.first else { return }
        let entry = Entry(call: first, bucket: bucket)
        if isBots { bot.push(entry) } else { others.push(entry) }
    }
}
