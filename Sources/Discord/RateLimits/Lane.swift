import EventLoop

/// The calls of one route and resource that wait, in order.
struct Lane {
    var bucket: BucketKey
    var interactive = PartyLines()
    var background = PartyLines()
    var inFlight = 0
    /// A limit of this route alone has been met.
    var blockedUntil: Instant?
    /// After such a limit one call at a time tells whether it's over.
    var isProbing = false
    var refusalsInARow = 0
    var lastUsed: Instant

    init(bucket: BucketKey, now: Instant) {
        self.bucket = bucket
        lastUsed = now
    }

    subscript(urgency: CallUrgency) -> PartyLines {
        switch urgency {
        case .interactive: interactive
        case .background: background
        }
    }

    var waiting: Int { interactive.count + background.count }

    func isBlocked(now: Instant) -> Bool {
        if let blockedUntil { blockedUntil > now } else { false }
    }

    /// How many calls may be in flight beside those that are.
    var room: Int { isProbing ? max(0, 1 - inFlight) : .max }

    mutating func enqueue(_ number: UInt64, _ call: RateLimitMachine.Waiting) {
        switch call.urgency {
        case .interactive: interactive.insert(number, of: call.party.share)
        case .background: background.insert(number, of: call.party.share)
        }
    }

    mutating func remove(_ number: UInt64, _ call: RateLimitMachine.Waiting) {
        switch call.urgency {
        case .interactive: interactive.remove(number, of: call.party.share)
        case .background: background.remove(number, of: call.party.share)
        }
    }
}

/// Calls' numbers in order: mostly added at the end and taken from the front.
struct CallLine {
    private var numbers: [UInt64] = []
    private var head = 0

    var count: Int { numbers.count - head }
    var first: UInt64? { head < numbers.count ? numbers[head] : nil }
    var all: ArraySlice<UInt64> { numbers[head...] }

    /// One that is sent again goes to where it was.
    mutating func insert(_ number: UInt64) {
        numbers.insert(number, at: index(of: number))
    }

    /// - Returns: whether it was there.
    mutating func remove(_ number: UInt64) -> Bool {
        let index = index(of: number)
        guard index < numbers.count, numbers[index] == number else { return false }
        guard index == head else {
            numbers.remove(at: index)
            return true
        }
        head += 1
        guard head >= 32, head * 2 >= numbers.count else { return true }
        numbers.removeFirst(head)
        head = 0
        return true
    }

    /// Where it is, or belongs.
    private func index(of number: UInt64) -> Int {
        guard let last = numbers.last, head < numbers.count, last >= number else {
            return numbers.count
        }
        var low = head
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
