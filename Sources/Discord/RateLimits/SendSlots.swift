import Essentials
import EventLoop

/// The times to send at that the cluster's budget has given this worker, and when to ask for more.
struct SendSlots {
    struct Ask: Equatable {
        let count: Int
        let urgency: SendUrgency
    }

    /// The calls that could go if they had a time.
    struct Demand {
        /// One call of each party, where a party with few calls waits; else 0.
        var round = 0
        var interactive = 0
        var background = 0
    }

    /// A time not used by then is dropped: two late ones together would be too many in a second.
    private static let lifetime = Duration.milliseconds(40)
    /// After a failure.
    private static let pause = Duration.milliseconds(200)
    /// Failures for so long, with none of the gaps longer than that, mean that the budget is gone.
    private static let patience = Duration.seconds(2)
    /// Keeps workers that were refused together from asking again together, the nearest always first.
    private static let longestJitter = Duration.milliseconds(25)

    let rate: Int
    private var times: [Instant] = []
    private(set) var isAsking = false
    private var nextFree: Instant?
    /// After a refusal: it doesn't hold up a more pressing question.
    private var retryAt: [SendUrgency: Instant] = [:]
    private var pausedUntil: Instant?
    private var asked = SendUrgency.interactive
    private var failingSince: Instant?
    private var lastFailure: Instant?
    private var random: UInt64

    /// - Parameter seed: of the jitter.
    init(rate: Int, seed: UInt64) {
        self.rate = rate
        random = seed
    }

    var count: Int { times.count }
    var first: Instant? { times.first }
    var isFailing: Bool { failingSince != nil }

    /// Forgets the times that have passed.
    /// - Returns: how many.
    mutating func dropOld(now: Instant) -> Int {
        let old = times.prefix { $0 + Self.lifetime < now }.count
        times.removeFirst(old)
        return old
    }

    /// Takes a time that has come.
    mutating func use(now: Instant) -> Bool {
        guard let first = times.first, first <= now else { return false }
        times.removeFirst()
        return true
    }

    /// When to ask for calls that wait already; nil: no need, or an answer is awaited.
    func askTime(_ demand: Demand) -> Instant? {
        guard !isAsking, let (urgency, _) = want(demand) else { return nil }
        var time = max(max(retryAt[urgency], pausedUntil), nextFree.map { $0 - urgency.horizon })
        // A worker that holds times leaves the next ones to workers that were refused.
        if let last = times.last { time = max(time, last - urgency.horizon / 2) }
        return time ?? Instant(nanoseconds: 0)
    }

    /// The question for these calls, now.
    mutating func ask(_ demand: Demand) -> Ask? {
        guard let (urgency, count) = want(demand) else { return nil }
        isAsking = true
        asked = urgency
        return Ask(count: min(count, urgency.most(rate)), urgency: urgency)
    }

    /// The most pressing calls that the times held aren't enough for.
    private func want(_ demand: Demand) -> (SendUrgency, Int)? {
        let held = times.count
        if demand.round > held { return (.interactive, demand.round - held) }
        if demand.interactive > held { return (.surplus, demand.interactive - held) }
        let all = demand.interactive + demand.background
        return all > held ? (.background, all - held) : nil
    }

    mutating func granted(_ answer: SendTimes, now: Instant) {
        isAsking = false
        failingSince = nil
        times = (times + answer.times).sorted()
        nextFree = answer.next
        pausedUntil = nil
        retryAt = [:]
        guard answer.times.isEmpty else { return }
        for urgency in SendUrgency.allCases where urgency.rawValue <= asked.rawValue {
            retryAt[urgency] = Swift.max(now, answer.next - urgency.horizon) + jitter()
        }
    }

    /// - Returns: whether the budget must be taken for gone.
    mutating func failed(now: Instant) -> Bool {
        isAsking = false
        pausedUntil = now + Self.pause
        if let lastFailure, now - lastFailure > Self.patience * 2 { failingSince = nil }
        lastFailure = now
        let since = failingSince ?? now
        failingSince = since
        return now - since >= Self.patience
    }

    private mutating func jitter() -> Duration {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return .microseconds(Int64(random % UInt64(Self.longestJitter.wholeMicroseconds)))
    }
}

private func max(_ left: Instant?, _ right: Instant?) -> Instant? {
    guard let left, let right else { return left ?? right }
    return Swift.max(left, right)
}
