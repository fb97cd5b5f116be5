import EventLoop

@testable import Discord

/// Discord's limiter as its documents describe it: a bucket lets so many calls through in a window that begins with the first.
struct DiscordModel {
    struct Rule {
        let bucket: String
        let limit: Int
        let window: Duration
    }

    private struct Window {
        var used = 0
        var end: Instant
    }

    /// By route.
    let rules: [String: Rule]
    private var windows: [String: Window] = [:]
    /// When calls that count for the global limit came.
    private(set) var received: [Instant] = []
    private(set) var refusals = 0

    init(rules: [String: Rule]) {
        self.rules = rules
    }

    /// Takes a call, and gives status and headers.
    mutating func receive(_ lane: LaneKey, now: Instant) -> (Int, RateLimitHeaders) {
        received.append(now)
        guard let rule = rules[lane.route] else { return (200, RateLimitHeaders()) }
        let key = "\(rule.bucket) \(lane.major)"
        var window = windows[key] ?? Window(end: now + rule.window)
        if window.end <= now { window = Window(end: now + rule.window) }
        window.used += 1
        var headers = RateLimitHeaders.window(
            rule.limit, left: max(0, rule.limit - window.used), resetAfter: window.end - now,
            bucket: rule.bucket)
        let isOver = window.used > rule.limit
        if isOver {
            refusals += 1
            headers.retryAfter = window.end - now
            headers.scope = .user
        }
        windows[key] = window
        return (isOver ? 429 : 200, headers)
    }

    /// The most calls that came within any second.
    var mostInASecond: Int {
        var most = 0
        var first = 0
        for (index, time) in received.enumerated() {
            while received[first] + .seconds(1) <= time { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }
}

/// The budget's row, and the way to it.
struct BudgetModel {
    let rate: Int
    var next = Instant(nanoseconds: 0)

    /// What the row answers at a moment; times are by its clock, which is everybody's here.
    mutating func reserve(_ ask: SendSlots.Ask, now: Instant) -> SendTimes {
        guard next <= now + ask.urgency.horizon else { return SendTimes(times: [], next: next) }
        let start = max(next, now)
        let step = Duration.seconds(1) / rate
        next = start + step * ask.count
        return SendTimes(times: (0..<ask.count).map { start + step * $0 }, next: next)
    }
}
