import EventLoop

/// How many calls came in any second: a window that slides, not one that begins on the clock's seconds.
package struct LoadMeter {
    private var recent: [Instant] = []
    private var first = 0
    package private(set) var total = 0
    /// The most calls that came within any one second.
    package private(set) var greatestPerSecond = 0
    package internal(set) var limited = 0
    package private(set) var firstArrival: Instant?
    package private(set) var lastArrival: Instant?

    package init() {}

    mutating func note(_ arrival: Instant) {
        total += 1
        firstArrival = firstArrival ?? arrival
        lastArrival = arrival
        recent.append(arrival)
        while arrival - recent[first] >= .seconds(1) { first += 1 }
        greatestPerSecond = max(greatestPerSecond, recent.count - first)
        if first > 10_000 {
            recent.removeFirst(first)
            first = 0
        }
    }

    /// Calls a second between the first and the last.
    package var meanPerSecond: Double {
        guard let firstArrival, let lastArrival, lastArrival > firstArrival else { return 0 }
        return Double(total - 1) / (lastArrival - firstArrival).inSeconds
    }
}
