import Essentials
import EventLoop

/// Consequences of a 429.
extension RateLimitMachine {
    private static let shortestWait = Duration.milliseconds(50)
    private static let longestFloor = Duration.seconds(5)
    /// Where a 429 doesn't say.
    private static let unknownWait = Duration.seconds(1)
    private static let foreignWait = Duration.seconds(10)

    mutating func noteLimit(_ headers: RateLimitHeaders, _ key: LaneKey, now: Instant) {
        guard headers.areDiscords else {
            counters.limitsMet["foreign"] += 1
            pauseHost(for: max(headers.retryAfter ?? Self.foreignWait, .seconds(1)), now: now)
            return
        }
        let wait = wait(headers, key)
        if headers.isGlobal || headers.scope == .global {
            counters.limitsMet["global"] += 1
            noteGlobalLimit(wait, key, now: now)
        } else if headers.scope == .shared {
            counters.limitsMet["shared"] += 1
            blockBucket(of: key, until: now + wait)
        } else {
            counters.limitsMet["user"] += 1
            if isOfRouteAlone(headers, key) {
                blockLane(key, until: now + wait)
            } else {
                blockBucket(of: key, until: now + wait)
            }
        }
    }

    /// Not shorter than a floor that doubles with each refusal, lest a limit that says "at once" be run against.
    private func wait(_ headers: RateLimitHeaders, _ key: LaneKey) -> Duration {
        let told = headers.retryAfter ?? headers.resetAfter ?? Self.unknownWait
        let lane = lanes[key]
        let refusals = max(
            lane?.refusalsInARow ?? 0, lane.flatMap { buckets[$0.bucket]?.refusalsInARow } ?? 0)
        return max(told, min(Self.shortestWait * (1 << min(refusals, 10)), Self.longestFloor))
    }

    /// A limit that the bucket's headers don't show concerns one thing done to the resource, such as renaming a channel:
    /// whatever else counts for the bucket goes on.
    private func isOfRouteAlone(_ headers: RateLimitHeaders, _ key: LaneKey) -> Bool {
        if key.isSubLimit { return true }
        if let remaining = headers.remaining, remaining > 0 { return true }
        guard let retryAfter = headers.retryAfter, let resetAfter = headers.resetAfter else {
            return false
        }
        return retryAfter > resetAfter + .seconds(1)
    }

    private mutating func blockLane(_ key: LaneKey, until time: Instant) {
        lanes[key]?.blockedUntil = time
        lanes[key]?.isProbing = true
        lanes[key]?.refusalsInARow += 1
    }

    private mutating func blockBucket(of key: LaneKey, until time: Instant) {
        guard let bucket = lanes[key]?.bucket else { return }
        buckets[bucket]?.block(until: time)
    }

    private mutating func noteGlobalLimit(_ wait: Duration, _ key: LaneKey, now: Instant) {
        guard key.owner == .bot else {
            // An OAuth token's or a webhook's own.
            blockLane(key, until: now + wait)
            return
        }
        actions.append(.block(wait))
        actions.append(.tell(.globalLimit(wait)))
        pauseBot(until: now + wait, now: now)
    }

    /// Nothing of the bot goes out before.
    mutating func pauseBot(until time: Instant, now: Instant) {
        guard time > botPause ?? now else { return }
        botPause = time
        failAll(.waitedTooLong, now: now) { $0.lane.owner == .bot && $0.deadline < time }
    }

    /// Nothing at all goes out before. The cluster isn't told: it's the address that is refused, and others may have another.
    private mutating func pauseHost(for wait: Duration, now: Instant) {
        actions.append(.tell(.foreignLimit(wait)))
        let time = now + wait
        guard time > hostPause ?? now else { return }
        hostPause = time
        failAll(.waitedTooLong, now: now) { $0.deadline < time }
    }
}
