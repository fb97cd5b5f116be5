import Essentials
import EventLoop

/// Calls that wait: they arrive, expire, are refused.
extension RateLimitMachine {
    /// Why a call needn't wait at all.
    mutating func refusal(of call: Waiting, isRepeat: Bool, now: Instant) -> DiscordError? {
        let owner = call.lane.owner
        if owner == .bot, isTokenRefused { return .tokenRefused }
        if let refusal = gone.refusal(of: call.lane, now: now) { return refusal }
        if let share = usedUpShare(of: call, now: now) { return .guarded(share) }
        if call.urgency == .interactive, isResting(now: now) { return Self.restingError }
        if call.deadline <= now { return .waitedTooLong }
        if let pause = pause(of: owner, now: now), pause > call.deadline { return .waitedTooLong }
        if !isRepeat, waitingOf[call.party.share, default: 0] >= settings.mostWaiting {
            return .tooManyWaiting
        }
        return owner == .bot ? refusalForWantOfBudget(call, now: now) : nil
    }

    /// The calls that are ready already and go first use up the budget until the deadline.
    private func refusalForWantOfBudget(_ call: Waiting, now: Instant) -> DiscordError? {
        guard let slots else { return nil }
        let ahead = ready.ahead(of: call.party.share, call.urgency)
        let wait = Duration.seconds(max(0, ahead - slots.count)) / slots.rate
        return now + wait > call.deadline ? .waitedTooLong : nil
    }

    static let restingError = DiscordError.unreachable(
        "many calls in a row have failed, so it is given a rest")

    /// Whether interactive calls fail at once.
    func isResting(now: Instant) -> Bool {
        switch breaker.state(now: now) {
        case .closed, .tries(isUnderWay: false): false
        case .open, .tries(isUnderWay: true): true
        }
    }

    /// Until when none of the owner's calls goes out.
    func pause(of owner: LaneKey.Owner, now: Instant) -> Instant? {
        var pause = hostPause
        if owner == .bot, let botPause { pause = max(botPause, pause ?? botPause) }
        return pause.flatMap { $0 > now ? $0 : nil }
    }

    // MARK: Lanes

    /// Makes the lane if need be, and gives its bucket.
    mutating func openLane(_ key: LaneKey, now: Instant) -> BucketKey {
        if let lane = lanes[key] { return lane.bucket }
        let knowledge = routes[key.template] ?? RouteKnowledge()
        let bucket = BucketKey(knowledge.name ?? key.route, of: key)
        lanes[key] = Lane(bucket: bucket, now: now)
        buckets[bucket, default: Bucket(knowledge)].lanes.append(key)
        return bucket
    }

    /// Discord has named the lane's bucket.
    mutating func moveLane(_ key: LaneKey, to name: String, now: Instant) {
        guard let lane = lanes[key] else { return }
        let new = BucketKey(name, of: key)
        guard new != lane.bucket else { return }
        let old = lane.bucket
        buckets[old]?.lanes.removeAll { $0 == key }
        buckets[old]?.inFlight -= lane.inFlight
        lanes[key]?.bucket = new
        let knowledge = routes[key.template] ?? RouteKnowledge()
        buckets[new, default: Bucket(knowledge)].lanes.append(key)
        buckets[new]?.inFlight += lane.inFlight
        refresh(old, now: now)
        if buckets[old]?.lanes.isEmpty == true { buckets[old] = nil }
    }

    // MARK: Failing

    /// Fails a call that waits; another number does nothing.
    mutating func fail(_ number: UInt64, _ error: DiscordError, now: Instant) {
        guard let bucket = remove(number) else { return }
        refuse(number, error)
        refresh(bucket, now: now)
    }

    mutating func failAll(
        _ error: DiscordError, now: Instant, _ isMeant: (Waiting) -> Bool
    ) {
        fail(waiting.filter { isMeant($0.value) }.mapValues { _ in error }, now: now)
    }

    mutating func fail(_ errors: [UInt64: DiscordError], now: Instant) {
        var touched: Set<BucketKey> = []
        for (number, error) in errors.sorted(by: { $0.key < $1.key }) {
            if let bucket = remove(number) { touched.insert(bucket) }
            refuse(number, error)
        }
        for bucket in touched { refresh(bucket, now: now) }
    }

    mutating func refuse(_ number: UInt64, _ error: DiscordError) {
        counters.refused += 1
        switch error {
        case .guarded(let share): counters.guarded[share] += 1
        case .tooManyWaiting: counters.crowded += 1
        default: break
        }
        actions.append(.fail(number, error))
    }

    /// Takes a call out of its lane, and gives the bucket, which then wants a refresh.
    mutating func remove(_ number: UInt64) -> BucketKey? {
        guard let call = waiting.removeValue(forKey: number) else { return nil }
        let left = waitingOf[call.party.share, default: 0] - 1
        waitingOf[call.party.share] = left > 0 ? left : nil
        lanes[call.lane]?.remove(number, call)
        return lanes[call.lane]?.bucket
    }
}
