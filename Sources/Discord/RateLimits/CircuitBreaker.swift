import EventLoop

/// Gives Discord a rest after many failures in a row, then tries one call at a time.
struct CircuitBreaker {
    enum State: Equatable {
        case closed
        /// Nothing goes out before.
        case open(until: Instant)
        /// One call may go; the next when it has come back.
        case tries(isUnderWay: Bool)
    }

    private static let threshold = 20
    private static let shortestRest = Duration.seconds(2)
    private static let longestRest = Duration.seconds(30)

    private var failures = 0
    private var rest = shortestRest
    private var openUntil: Instant?
    private var trial: UInt64?
    private(set) var openingsTotal = 0

    func state(now: Instant) -> State {
        guard let openUntil else { return .closed }
        return now < openUntil ? .open(until: openUntil) : .tries(isUnderWay: trial != nil)
    }

    mutating func sent(_ number: UInt64) {
        if openUntil != nil, trial == nil { trial = number }
    }

    mutating func succeeded() {
        failures = 0
        openUntil = nil
        trial = nil
        rest = Self.shortestRest
    }

    /// - Returns: whether it has opened now.
    mutating func failed(_ number: UInt64, now: Instant) -> Bool {
        failures += 1
        if openUntil == nil {
            guard failures >= Self.threshold else { return false }
        } else {
            // What was sent before it opened tells nothing new.
            guard number == trial else { return false }
            rest = min(rest * 2, Self.longestRest)
        }
        trial = nil
        openUntil = now + rest
        openingsTotal += 1
        return true
    }

    /// The call never went out.
    mutating func withdrawn(_ number: UInt64) {
        if trial == number { trial = nil }
    }
}
