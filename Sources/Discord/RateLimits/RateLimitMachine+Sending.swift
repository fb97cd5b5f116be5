import Essentials
import EventLoop

/// How calls are let go.
extension RateLimitMachine {
    /// Does all that is due.
    mutating func advance(now: Instant) {
        counters.budgetDropped += slots?.dropOld(now: now) ?? 0
        expire(now: now)
        while let wake = bucketWakes.first, wake.time <= now {
            bucketWakes.pop()
            if buckets[wake.content]?.wake == wake.time { buckets[wake.content]?.wake = nil }
            refresh(wake.content, now: now)
        }
        while mayPass(now: now), let number = nextCall(now: now) { send(number, now: now) }
        ask(now: now)
        sweep(now: now)
    }

    private mutating func expire(now: Instant) {
        while let next = deadlines.first, next.time <= now {
            deadlines.pop()
            // One that was repeated has an entry for each time it came.
            guard let call = waiting[next.content], call.deadline <= now else { continue }
            fail(next.content, expiryError(call, now: now), now: now)
        }
    }

    private func expiryError(_ call: Waiting, now: Instant) -> DiscordError {
        if breaker.state(now: now) != .closed { return Self.restingError }
        guard call.lane.owner == .bot, slots?.isFailing == true else { return .waitedTooLong }
        return .unreachable(Self.budgetWords)
    }

    static let budgetWords = "the database that shares out the calls doesn't answer"

    private func mayPass(now: Instant) -> Bool {
        if let hostPause, hostPause > now { return false }
        switch breaker.state(now: now) {
        case .closed, .tries(isUnderWay: false): return true
        case .open, .tries(isUnderWay: true): return false
        }
    }

    /// The call whose turn it is; a time of the budget is used up for it.
    private mutating func nextCall(now: Instant) -> UInt64? {
        while let next = ready.others.first(in: buckets) {
            if failIfGuarded(next.entry.number, now: now) { continue }
            ready.others.take(next.urgency)
            return next.entry.number
        }
        guard pause(of: .bot, now: now) == nil else { return nil }
        while let next = ready.bot.first(in: buckets) {
            if failIfGuarded(next.entry.number, now: now) { continue }
            guard slots?.use(now: now) != false else { return nil }
            ready.bot.take(next.urgency)
            return next.entry.number
        }
        return nil
    }

    private mutating func send(_ number: UInt64, now: Instant) {
        guard let call = waiting[number], let key = remove(number) else { return }
        lanes[call.lane]?.inFlight += 1
        lanes[call.lane]?.lastUsed = now
        buckets[key]?.inFlight += 1
        flights[number] = Flight(lane: call.lane, party: call.party, sentAt: now)
        breaker.sent(number)
        counters.admitted += 1
        actions.append(.admit(number))
        refresh(key, now: now)
    }

    /// Lists anew what a bucket could let go, and when it wants to be looked at again.
    mutating func refresh(_ key: BucketKey, now: Instant) {
        guard let bucket = buckets[key] else { return }
        var new = Bucket.Listing()
        var wake = bucket.nextRoom(now: now)
        var isWaiting = false
        for lane in bucket.lanes.compactMap({ lanes[$0] }) where lane.waiting > 0 {
            isWaiting = true
            if let until = lane.blockedUntil, until > now {
                wake = min(until, wake ?? until)
            } else {
                new.add(lane)
            }
        }
        new.cut(to: bucket.room(now: now))
        ready.list(key, new, insteadOf: bucket.listed, isBots: key.owner == .bot)
        buckets[key]?.listed = new
        guard isWaiting, let wake, wake != bucket.wake else { return }
        buckets[key]?.wake = wake
        bucketWakes.push(Timed(time: wake, content: key))
    }

    private mutating func ask(now: Instant) {
        guard let time = askTime(now: now), time <= now else { return }
        guard let ask = slots?.ask(ready.demand) else { return }
        counters.budgetAsks += 1
        actions.append(.ask(count: ask.count, urgency: ask.urgency))
    }

    private func askTime(now: Instant) -> Instant? {
        guard mayPass(now: now), pause(of: .bot, now: now) == nil else { return nil }
        return slots?.askTime(ready.demand)
    }

    /// When there is something to do without an event.
    func wake(now: Instant) -> Instant? {
        var times = [nextSweep, deadlines.first?.time, bucketWakes.first?.time, askTime(now: now)]
        if ready.botCount > 0 {
            let pause = pause(of: .bot, now: now)
            times.append(pause ?? (mayPass(now: now) ? slots?.first : nil))
        }
        if !waiting.isEmpty {
            times.append(hostPause.flatMap { $0 > now ? $0 : nil })
            if case .open(let until) = breaker.state(now: now) { times.append(until) }
        }
        return times.compactMap { $0 }.min()
    }
}
