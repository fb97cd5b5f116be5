import Essentials
import EventLoop

/// Decides when calls go out, by what Discord and the cluster's budget have said: no I/O, no clock of its own.
///
/// A call goes through three gates. Its lane and bucket must have room (`Bucket`); then, if it's the bot's, a time of the
/// cluster's budget must have come (`SendSlots`); and nothing may be halted: by a global 429, by the circuit breaker, by the guard
/// against invalid requests, by a refused token.
struct RateLimitMachine {
    struct Settings {
        /// The budget's calls a second; nil: there is no budget.
        var rate: Int?
        /// So many invalid requests in ten minutes stop everything.
        var invalidBound = 2_000
        /// So many calls of one party may wait; the next are refused.
        var mostWaiting = 1_000
        var seed: UInt64 = 1
    }

    enum Action: Equatable {
        case admit(UInt64)
        case fail(UInt64, DiscordError)
        /// Answer with `granted` or `budgetFailed`.
        case ask(count: Int, urgency: SendUrgency)
        /// Tell the cluster.
        case block(Duration)
        case tell(Notice)
    }

    /// News for operators.
    enum Notice: Equatable {
        case globalLimit(Duration)
        case foreignLimit(Duration)
        case tokenRefused
        case guarded
        /// Somebody has used up their share of the bound.
        case shareUsedUp(RefusalKey)
        case breakerOpened
        case budgetGone
    }

    /// A call that waits.
    struct Waiting {
        let lane: LaneKey
        let party: CallParty
        let urgency: CallUrgency
        let deadline: Instant
    }

    /// A call that was let go and isn't settled.
    struct Flight {
        let lane: LaneKey
        let party: CallParty
        let sentAt: Instant
    }

    let settings: Settings
    var actions: [Action] = []
    var waiting: [UInt64: Waiting] = [:]
    var waitingOf: [CallParty.Share: Int] = [:]
    var newest: UInt64 = 0
    var flights: [UInt64: Flight] = [:]
    var lanes: [LaneKey: Lane] = [:]
    var buckets: [BucketKey: Bucket] = [:]
    var routes: [LaneKey: RouteKnowledge] = [:]
    var ready = ReadyCalls()
    var slots: SendSlots?
    var breaker = CircuitBreaker()
    var invalid: InvalidRequestGuard
    var gone = GoneTokens()
    var accepted = AcceptedCalls()
    var deadlines = PriorityHeap<Timed<UInt64>>()
    var bucketWakes = PriorityHeap<Timed<BucketKey>>()
    /// The bot's calls wait: a global 429, here or elsewhere in the cluster.
    var botPause: Instant?
    /// All calls wait: something in front of Discord refuses this address.
    var hostPause: Instant?
    var isTokenRefused = false
    var isGuarded = false
    var nextSweep: Instant?
    var counters = RateLimitCounters()

    init(settings: Settings) {
        self.settings = settings
        slots = settings.rate.map { SendSlots(rate: $0, seed: settings.seed | 1) }
        invalid = InvalidRequestGuard(bound: settings.invalidBound)
    }

    mutating func takeActions() -> [Action] {
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

}

/// Something that is due at a time.
struct Timed<Content: Hashable>: Comparable {
    let time: Instant
    let content: Content

    static func < (left: Timed, right: Timed) -> Bool { left.time < right.time }
}

extension RateLimitMachine {
    /// A call arrives, or comes again after a 429 under its old number.
    mutating func arrive(
        _ number: UInt64, _ lane: LaneKey, for party: CallParty = .nobody, _ urgency: CallUrgency,
        until deadline: Instant, now: Instant
    ) {
        let call = Waiting(lane: lane, party: party, urgency: urgency, deadline: deadline)
        let isRepeat = number <= newest
        newest = max(newest, number)
        if let refusal = refusal(of: call, isRepeat: isRepeat, now: now) {
            refuse(number, refusal)
            return
        }
        let bucket = openLane(lane, now: now)
        waiting[number] = call
        waitingOf[party.share, default: 0] += 1
        lanes[lane]?.enqueue(number, call)
        deadlines.push(Timed(time: deadline, content: number))
        refresh(bucket, now: now)
        if isRepeat {
            failHopeless(bucket, now: now)
        } else if isHopeless(call, bucket, now: now) {
            fail(number, .waitedTooLong, now: now)
        }
        advance(now: now)
    }

    /// Time has passed.
    mutating func pass(now: Instant) {
        advance(now: now)
    }

    /// The caller of a waiting call has given up.
    mutating func cancel(_ number: UInt64, now: Instant) {
        fail(number, .cancelled, now: now)
        advance(now: now)
    }

    /// The worker stops.
    mutating func cancelAll(now: Instant) {
        failAll(.cancelled, now: now) { _ in true }
    }

    /// The budget has answered.
    mutating func granted(_ answer: SendTimes, now: Instant) {
        counters.budgetGranted += answer.times.count
        slots?.granted(answer, now: now)
        if let until = answer.blockedUntil, until > now { pauseBot(until: until, now: now) }
        advance(now: now)
    }

    /// The budget has given no answer.
    mutating func budgetFailed(_ error: SendBudgetError, now: Instant) {
        counters.budgetFailures += 1
        if slots?.failed(now: now) == true {
            actions.append(.tell(.budgetGone))
            failAll(.unreachable(error.reason), now: now) { $0.lane.owner == .bot }
        }
        advance(now: now)
    }
}
