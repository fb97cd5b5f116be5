/// The calls of a bucket that may be sent now.
extension Bucket {
    /// The calls that a bucket would let go now: how many, and each party's first.
    struct Listing: Equatable {
        struct Key: Hashable {
            let share: CallParty.Share
            let urgency: CallUrgency
        }

        struct Turn: Equatable {
            var first: UInt64
            var count: Int
        }

        private(set) var turns: [Key: Turn] = [:]
        private(set) var interactive = 0
        private(set) var background = 0

        /// Counts a lane that isn't blocked.
        mutating func add(_ lane: Lane) {
            let urgent = min(lane.interactive.count, lane.room)
            let others = min(lane.background.count, lane.room - urgent)
            interactive += urgent
            background += others
            add(lane.interactive, .interactive, atMost: urgent)
            add(lane.background, .background, atMost: others)
        }

        private mutating func add(
            _ waiting: PartyLines, _ urgency: CallUrgency, atMost most: Int
        ) {
            guard most > 0 else { return }
            for (share, line) in waiting.lines {
                guard let first = line.first else { continue }
                let key = Key(share: share, urgency: urgency)
                let turn = turns[key]
                turns[key] = Turn(
                    first: min(first, turn?.first ?? first),
                    count: (turn?.count ?? 0) + min(line.count, most))
            }
        }

        mutating func cut(to room: Int) {
            interactive = min(interactive, room)
            background = min(background, room - interactive)
            if room == 0 {
                turns = [:]
            } else if turns.contains(where: { $0.value.count > room }) {
                turns = turns.mapValues { Turn(first: $0.first, count: min($0.count, room)) }
            }
        }
    }
}
