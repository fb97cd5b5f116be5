import Essentials
import EventLoop
import Testing

@testable import Discord

/// A machine with a clock that the test moves; the clock stops wherever the machine wants to be woken.
struct LimitsHarness {
    var machine: RateLimitMachine
    private(set) var now = Instant(nanoseconds: 1_000_000_000_000)
    private(set) var admitted: [UInt64] = []
    private(set) var failures: [UInt64: DiscordError] = [:]
    private(set) var asks: [SendSlots.Ask] = []
    private(set) var blocks: [Duration] = []
    private(set) var notices: [RateLimitMachine.Notice] = []
    private var lastNumber: UInt64 = 0
    /// So many calls so far.
    var calls: Int { Int(lastNumber) }

    /// - Parameter rate: nil: without a budget.
    init(rate: Int? = nil, invalidBound: Int = 2_000, mostWaiting: Int = 1_000) {
        machine = RateLimitMachine(
            settings: .init(
                rate: rate, invalidBound: invalidBound, mostWaiting: mostWaiting))
    }

    /// A new call.
    @discardableResult
    mutating func call(
        _ route: String = "GET /channels/{channel}/messages", major: String = "1",
        owner: LaneKey.Owner = .bot, for party: CallParty? = nil,
        urgency: CallUrgency = .interactive, within limit: Duration = .seconds(15)
    ) -> UInt64 {
        lastNumber += 1
        again(
            lastNumber, route, major: major, owner: owner, for: party, urgency: urgency,
            within: limit)
        return lastNumber
    }

    /// A call that comes again after a 429.
    mutating func again(
        _ number: UInt64, _ route: String = "GET /channels/{channel}/messages",
        major: String = "1", owner: LaneKey.Owner = .bot, for party: CallParty? = nil,
        urgency: CallUrgency = .interactive, within limit: Duration = .seconds(15)
    ) {
        machine.arrive(
            number, LaneKey(route: route, owner: owner, major: major),
            for: party ?? .guild(major), urgency, until: now + limit, now: now)
        take()
    }

    @discardableResult
    mutating func answer(
        _ number: UInt64, _ status: Int = 200, _ headers: RateLimitHeaders = .init(), code: Int = 0
    ) -> AfterAttempt {
        settle(number, .answered(status, headers, code: code, message: "so it is"))
    }

    @discardableResult
    mutating func settle(_ number: UInt64, _ outcome: AttemptOutcome) -> AfterAttempt {
        defer { take() }
        return machine.settle(number, outcome, now: now)
    }

    mutating func cancel(_ number: UInt64) {
        machine.cancel(number, now: now)
        take()
    }

    /// The budget's answer: times from now on, in milliseconds.
    mutating func grant(
        _ times: [Int], next: Int, blockedFor: Duration? = nil
    ) {
        machine.granted(
            SendTimes(
                times: times.map { now + .milliseconds($0) }, next: now + .milliseconds(next),
                blockedUntil: blockedFor.map { now + $0 }), now: now)
        take()
    }

    mutating func failBudget() {
        machine.budgetFailed(SendBudgetError(reason: "no database"), now: now)
        take()
    }

    mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let wake = machine.wake(now: now), wake <= end {
            #expect(wake > now, "the machine spins")
            guard wake > now else { break }
            now = wake
            machine.pass(now: now)
            take()
        }
        now = end
        machine.pass(now: now)
        take()
    }

    private mutating func take() {
        for action in machine.takeActions() {
            switch action {
            case .admit(let number): admitted.append(number)
            case .fail(let number, let error): failures[number] = error
            case .ask(let count, let urgency): asks.append(.init(count: count, urgency: urgency))
            case .block(let duration): blocks.append(duration)
            case .tell(let notice): notices.append(notice)
            }
        }
    }

    /// What was admitted since the last look.
    mutating func newlyAdmitted() -> [UInt64] {
        defer { admitted = [] }
        return admitted
    }
}

extension CallParty {
    /// A guild's own business, where the id is one.
    static func guild(_ id: String) -> CallParty {
        CallParty(guild: Snowflake(decimal: id), caller: nil)
    }
}

extension RateLimitHeaders {
    static func window(
        _ limit: Int, left: Int, resetAfter: Duration, bucket: String = "b"
    ) -> RateLimitHeaders {
        var headers = RateLimitHeaders()
        headers.limit = limit
        headers.remaining = left
        headers.resetAfter = resetAfter
        headers.bucket = bucket
        return headers
    }

    static func refused(
        _ retryAfter: Duration, _ scope: Scope = .user, bucket: String? = "b"
    ) -> RateLimitHeaders {
        var headers = RateLimitHeaders()
        headers.retryAfter = retryAfter
        headers.scope = scope
        headers.isGlobal = scope == .global
        headers.bucket = scope == .global ? nil : bucket
        return headers
    }
}
