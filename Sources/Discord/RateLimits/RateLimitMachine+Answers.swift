import EventLoop

/// Consequences of Discord's answers.
extension RateLimitMachine {
    /// A call that was admitted has ended.
    mutating func settle(_ number: UInt64, _ outcome: AttemptOutcome, now: Instant) -> AfterAttempt
    {
        guard let flight = flights.removeValue(forKey: number), let lane = lanes[flight.lane] else {
            return .done
        }
        lanes[flight.lane]?.inFlight -= 1
        buckets[lane.bucket]?.inFlight -= 1
        var after = AfterAttempt.done
        switch outcome.kind {
        case .unsent: breaker.withdrawn(number)
        case .abandoned:
            buckets[lane.bucket]?.noteSilence(now: now)
            breaker.withdrawn(number)
        case .unconnected: noteFailure(number, now: now)
        case .unanswered:
            buckets[lane.bucket]?.noteSilence(now: now)
            noteFailure(number, now: now)
        case .answered(let answer): after = note(answer, number, flight, now: now)
        }
        if let bucket = lanes[flight.lane]?.bucket {
            refresh(bucket, now: now)
            failHopeless(bucket, now: now)
        }
        advance(now: now)
        return after
    }

    /// A failure that isn't the call's own fault.
    private mutating func noteFailure(_ number: UInt64, now: Instant) {
        guard breaker.failed(number, now: now) else { return }
        actions.append(.tell(.breakerOpened))
        failAll(Self.restingError, now: now) { $0.urgency == .interactive }
    }

    private mutating func note(
        _ answer: AttemptOutcome.Answer, _ number: UInt64, _ flight: Flight, now: Instant
    ) -> AfterAttempt {
        learn(answer, flight, now: now)
        if answer.status >= 500 {
            noteFailure(number, now: now)
        } else {
            breaker.succeeded()
        }
        countIfInvalid(answer, flight, now: now)
        switch answer.status {
        case 200..<300: noteAccepted(flight)
        case 429:
            noteLimit(answer.headers, flight.lane, now: now)
            return .repeatNow
        case 401: noteUnauthorized(answer, flight.lane, now: now)
        // Without Discord's code it may be a proxy's.
        case 404 where flight.lane.owner == .path && answer.code != 0:
            noteGone(answer, flight.lane, now: now)
        default: break
        }
        return .done
    }

    /// Takes over what the headers tell of the bucket.
    private mutating func learn(
        _ answer: AttemptOutcome.Answer, _ flight: Flight, now: Instant
    ) {
        let key = flight.lane
        let headers = answer.headers
        if headers.areDiscords, answer.status != 429 {
            routes[key.template, default: RouteKnowledge()].note(headers)
        }
        if let name = headers.bucket { moveLane(key, to: name, now: now) }
        guard let bucket = lanes[key]?.bucket else { return }
        // What the 429 of a limit within the route says of the window may be that limit's.
        if answer.status != 429 || !key.isSubLimit {
            buckets[bucket]?.note(headers, sentAt: flight.sentAt, now: now)
        }
        guard answer.status != 429, answer.status < 500 else { return }
        buckets[bucket]?.noteSuccess(namesLimits: headers.limit != nil)
        lanes[key]?.refusalsInARow = 0
        lanes[key]?.isProbing = false
        if headers.limit == nil, routes[key.template]?.limit == nil {
            routes[key.template, default: RouteKnowledge()].hasNoLimit = true
        }
    }

    private mutating func noteUnauthorized(
        _ answer: AttemptOutcome.Answer, _ lane: LaneKey, now: Instant
    ) {
        guard lane.owner == .bot else {
            noteGone(answer, lane, now: now)
            return
        }
        guard !isTokenRefused else { return }
        isTokenRefused = true
        actions.append(.tell(.tokenRefused))
        failAll(.tokenRefused, now: now) { $0.lane.owner == .bot }
    }

    /// The path's webhook or interaction, or the OAuth token, doesn't exist, or no more.
    private mutating func noteGone(
        _ answer: AttemptOutcome.Answer, _ lane: LaneKey, now: Instant
    ) {
        // Unknown Message: something behind the webhook is gone, not the webhook.
        guard answer.code != 10_008 else { return }
        let refusal = DiscordError.refused(
            status: answer.status, code: answer.code, message: answer.message)
        gone.note(lane, refusal, now: now)
        let memory = gone
        failAll(refusal, now: now) { memory.refusal(of: $0.lane, now: now) == refusal }
    }
}
