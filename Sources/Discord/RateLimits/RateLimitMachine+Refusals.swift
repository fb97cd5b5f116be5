import EventLoop

/// The guard against invalid requests: whom it stops.
extension RateLimitMachine {
    /// The share of the bound that a call counts for and that is used up.
    mutating func usedUpShare(of call: Waiting, now: Instant) -> RefusalShare? {
        if invalid.isFull(now: now) { return .everything }
        if call.lane.owner == .bot { isGuarded = false }
        var keys = RefusalKey.keys(of: call.lane, for: call.party)
        // Where Discord has accepted such calls of the same guild or token, what it refused others doesn't matter.
        if keys.contains(where: { $0.isOwn && accepted.contains($0) }) {
            keys.removeAll(where: \.isOfMany)
        }
        return keys.first { invalid.isUsedUp($0, now: now) }?.share
    }

    mutating func noteAccepted(_ flight: Flight) {
        for key in RefusalKey.keys(of: flight.lane, for: flight.party) where key.isOwn {
            accepted.insert(key)
        }
    }

    /// - Returns: whether it was failed: its share was used up while it waited.
    mutating func failIfGuarded(_ number: UInt64, now: Instant) -> Bool {
        guard let call = waiting[number], let share = usedUpShare(of: call, now: now) else {
            return false
        }
        fail(number, .guarded(share), now: now)
        return true
    }

    /// Counts what Discord might ban the address for.
    mutating func countIfInvalid(
        _ answer: AttemptOutcome.Answer, _ flight: Flight, now: Instant
    ) {
        guard [401, 403, 429].contains(answer.status), answer.headers.scope != .shared else {
            return
        }
        let keys = RefusalKey.keys(of: flight.lane, for: flight.party)
        if answer.status != 429 { for key in keys where key.isOwn { accepted.remove(key) } }
        let usedUp = invalid.note(answer.concernsAll ? [] : keys, now: now)
        for key in usedUp { actions.append(.tell(.shareUsedUp(key))) }
        let isFull = invalid.isFull(now: now)
        if isFull, !isGuarded { actions.append(.tell(.guarded)) }
        isGuarded = isFull
        if isFull || keys.contains(where: { invalid.isUsedUp($0, now: now) }) {
            failGuarded(now: now)
        }
    }

    private mutating func failGuarded(now: Instant) {
        var errors: [UInt64: DiscordError] = [:]
        for (number, call) in waiting {
            if let share = usedUpShare(of: call, now: now) { errors[number] = .guarded(share) }
        }
        fail(errors, now: now)
    }
}

extension AttemptOutcome.Answer {
    /// A 429 of the whole bot, or of something in front of Discord: no guild or caller is to blame.
    fileprivate var concernsAll: Bool {
        status == 429
            && (headers.isGlobal || headers.scope == .global || !headers.areDiscords)
    }
}
