import Essentials
import EventLoop

/// The times to send at that the cluster's budget has given this worker, and when to ask for more.
struct SendSlots {
    struct Ask: Equatable {
        let count: Int
        let urgency: DiscordCalls.Urgency
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
    /// After a refusal, by urgency: a background one doesn't hold up an interactive question.
    private var retryAt: (interactive: Instant?, background: Instant?)
    private var pausedUntil: Instant?
    private var asked = DiscordCalls.Urgency.interactive
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

    /// When to ask for so many calls, that wait already; nil: no need, or an answer is awaited.
    func askTime(interactive: Int, background: Int) -> Instant? {
        guard !isAsking, interactive + background > times.count else { return nil }
        let urgency: DiscordCalls.Urgency = interactive > times.count ? .interactive : .background
        let retry = urgency == .interactive ? retryAt.interactive : retryAt.background
        var time = max(max(retry, pausedUntil), nextFree.map { $0 - urgency.horizon })
        // A run on one worker leaves room for the other workers' runs.
        if urgency == .background, let last = times.last {
            time = max(time, last - urgency.horizon / 2)
        }
        return time ?? Instant(nanoseconds: 0)
    }

    /// The question for so many calls, now.
    mutating func ask(interactive: Int, background: Int) -> Ask {
        isAsking = true
        let isInteractive = interactive > times.count
        let urgency: DiscordCalls.Urgency = isInteractive ? .interactive : .background
        asked = urgency
        let wanted = (isInteractive ? interactive : interactive + background) - times.count
        return Ask(count: min(wanted, urgency.most(rate)), urgency: urgency)
    }

    mutating func granted(_ answer: SendTimes, now: Instant) {
        isAsking = false
        failingSince = nil
        times = (times + answer.times).sorted()
        nextFree = answer.next
        pausedUntil = nil
        retryAt = (nil, nil)
        guard answer.times.isEmpty else { return }
        retryAt.background = Swift.max(now, answer.next - asked.horizon) + jitter()
        if asked == .interactive { retryAt.interactive = retryAt.background }
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

extension DiscordCalls.Urgency {
    /// Times are given out while the next free one is no further away. A run's calls so leave at most this, and what they take
    /// at once, before an interactive one.
    var horizon: Duration {
        switch self {
        case .interactive: .milliseconds(250)
        case .background: .milliseconds(150)
        }
    }

    /// How many times are asked for at once: the horizon's worth.
    func most(_ rate: Int) -> Int {
        max(1, Int(Double(rate) * horizon.inSeconds))
    }
}

private func max(_ left: Instant?, _ right: Instant?) -> Instant? {
    guard let left, let right else { return left ?? right }
    return Swift.max(left, right)
}
