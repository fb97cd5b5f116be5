/// The calls that their buckets would let go now.
struct ReadyCalls {
    /// Fair queues by urgency.
    struct Queues {
        private var queues = CallUrgency.allCases.map { _ in FairQueue() }

        subscript(urgency: CallUrgency) -> FairQueue { queues[urgency.rawValue] }

        /// The call whose turn it is, interactive ones first.
        mutating func first(
            in buckets: [BucketKey: Bucket]
        ) -> (entry: FairQueue.Entry, urgency: CallUrgency)? {
            for urgency in CallUrgency.allCases {
                if let entry = queues[urgency.rawValue].first(in: buckets, urgency) {
                    return (entry, urgency)
                }
            }
            return nil
        }

        mutating func take(_ urgency: CallUrgency) { queues[urgency.rawValue].take() }

        fileprivate mutating func list(
            _ bucket: BucketKey, _ new: Bucket.Listing, insteadOf old: Bucket.Listing
        ) {
            for (key, turn) in old.turns where new.turns[key] == nil {
                queues[key.urgency.rawValue].change(key.share, by: -turn.count)
            }
            // By number, so that of parties that join together the one that has waited longest is first.
            for (key, turn) in new.turns.sorted(by: { $0.value.first < $1.value.first }) {
                let before = old.turns[key]
                queues[key.urgency.rawValue].change(
                    key.share, by: turn.count - (before?.count ?? 0))
                guard turn.first != before?.first else { continue }
                queues[key.urgency.rawValue].push(
                    FairQueue.Entry(number: turn.first, bucket: bucket), of: key.share)
            }
        }
    }

    /// The bot's, each needing a time of the budget where there is one.
    var bot = Queues()
    var others = Queues()
    /// How many of the bot's calls could go.
    private(set) var interactive = 0
    private(set) var background = 0

    var botCount: Int { interactive + background }

    /// The times that the bot's calls need of the budget.
    var demand: SendSlots.Demand {
        let queue = bot[.interactive]
        let round = queue.lightParties > 0 ? min(queue.ring.count, interactive) : 0
        return SendSlots.Demand(round: round, interactive: interactive, background: background)
    }

    /// How many of the bot's calls go before the next one of a party, if no more come.
    func ahead(of share: CallParty.Share, _ urgency: CallUrgency) -> Int {
        switch urgency {
        case .interactive: min(bot[.interactive].ahead(of: share), interactive)
        case .background: interactive + min(bot[.background].ahead(of: share), background)
        }
    }

    /// Replaces what a bucket has listed.
    mutating func list(
        _ bucket: BucketKey, _ new: Bucket.Listing, insteadOf old: Bucket.Listing, isBots: Bool
    ) {
        if isBots {
            interactive += new.interactive - old.interactive
            background += new.background - old.background
            bot.list(bucket, new, insteadOf: old)
        } else {
            others.list(bucket, new, insteadOf: old)
        }
    }
}
