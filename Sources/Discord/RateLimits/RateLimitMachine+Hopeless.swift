import EventLoop

/// Calls whose bucket can't let them go in time.
extension RateLimitMachine {
    /// Fails those of a bucket's calls whose turn can't come in time.
    mutating func failHopeless(_ key: BucketKey, now: Instant) {
        guard let bucket = buckets[key],
            bucket.nextRoom(now: now) != nil || hasBlockedLane(bucket, now)
        else { return }
        var others = 0
        for number in numbers(of: bucket) {
            guard let call = waiting[number] else { continue }
            let lane = lanes[call.lane]?.blockedUntil ?? now
            if max(lane, bucket.earliest(behind: others, now: now)) > call.deadline {
                fail(number, .waitedTooLong, now: now)
            } else if lane <= now {
                others += 1
            }
        }
    }

    private func hasBlockedLane(_ bucket: Bucket, _ now: Instant) -> Bool {
        bucket.lanes.contains { lanes[$0]?.isBlocked(now: now) == true }
    }

    /// A bucket's waiting calls in the order of sending, as far as that is known.
    private func numbers(of bucket: Bucket) -> [UInt64] {
        let own = bucket.lanes.compactMap { lanes[$0] }
        return PartyLines.inTurns(own.map(\.interactive))
            + PartyLines.inTurns(own.map(\.background))
    }

    /// Whether the turn of a call that came last can't come in time. Unlike `failHopeless` it doesn't look at each of the others: a
    /// flood asks this for every call.
    func isHopeless(_ call: Waiting, _ key: BucketKey, now: Instant) -> Bool {
        guard let bucket = buckets[key],
            bucket.nextRoom(now: now) != nil || hasBlockedLane(bucket, now)
        else { return false }
        let open = bucket.lanes.compactMap { lanes[$0] }.filter { !$0.isBlocked(now: now) }
        let lane = lanes[call.lane]?.blockedUntil ?? now
        let peers = PartyLines.before(
            call.party.share, open.map { $0[call.urgency] }, isCounted: lane <= now)
        let urgent = call.urgency == .interactive ? 0 : open.reduce(0) { $0 + $1.interactive.count }
        return max(lane, bucket.earliest(behind: urgent + peers, now: now)) > call.deadline
    }
}
