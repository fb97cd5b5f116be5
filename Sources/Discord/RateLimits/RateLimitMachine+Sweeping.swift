import EventLoop

/// How the machine forgets.
extension RateLimitMachine {
    private static let interval = Duration.seconds(30)
    private static let memory = Duration.seconds(60)
    /// Six times what a transfer may take.
    private static let longestFlight = Duration.seconds(60)

    /// Now and then forgets lanes and buckets that have nothing to remember, and calls that nobody settled.
    mutating func sweep(now: Instant) {
        guard !lanes.isEmpty else {
            nextSweep = nil
            return
        }
        guard let nextSweep else {
            self.nextSweep = now + Self.interval
            return
        }
        guard nextSweep <= now else { return }
        self.nextSweep = now + Self.interval
        for (key, lane) in lanes where isIdle(lane, now: now) { forget(key, lane) }
        if deadlines.count > 2 * waiting.count + 1_000 {
            let waiting = waiting
            deadlines.keep { waiting[$0.content] != nil }
        }
        let lost = flights.filter { $0.value.sentAt + Self.longestFlight <= now }.keys
        for number in lost.sorted() { _ = settle(number, .unanswered, now: now) }
    }

    private func isIdle(_ lane: Lane, now: Instant) -> Bool {
        lane.waiting == 0 && lane.inFlight == 0 && !lane.isBlocked(now: now)
            && lane.lastUsed + Self.memory <= now && buckets[lane.bucket]?.isIdle(now: now) != false
    }

    private mutating func forget(_ key: LaneKey, _ lane: Lane) {
        lanes[key] = nil
        buckets[lane.bucket]?.lanes.removeAll { $0 == key }
        if buckets[lane.bucket]?.lanes.isEmpty == true { buckets[lane.bucket] = nil }
    }
}
