import EventLoop

/// Counts each limited token's requests: a second's worth at once, refilled evenly.
struct RequestBudget {
    /// When a token's budget will be whole again.
    private var wholeAt: [Int64: Instant] = [:]

    /// Takes one request out of the token's budget. Nil: granted; else how long until one would be.
    mutating func take(token: Int64, requestsPerSecond: Int, now: Instant) -> Duration? {
        let cost = Duration.seconds(1) / requestsPerSecond
        let whole = max(wholeAt[token] ?? now, now)
        let wait = (whole - now) + cost - .seconds(1)
        guard wait <= .zero else { return wait }
        if wholeAt.count >= 1000 { wholeAt = wholeAt.filter { $0.value > now } }
        wholeAt[token] = whole + cost
        return nil
    }
}
