import Essentials
import EventLoop

/// Decides when a call may go out; one per client. What it does is in `RateLimitMachine`; here are clock, timer and budget.
@LoopActor
package final class RateLimiter {
    private typealias Turn = Promise<Result<Permit, DiscordError>>

    private let budget: any SendBudget
    private let log: Log
    private var machine: RateLimitMachine
    private var turns: [UInt64: Turn] = [:]
    private var lastNumber: UInt64 = 0
    private var timer: (id: TimerID, time: Instant)?
    private var isStopped = false

    /// - Parameter invalidBound: how many answers of 401, 403 and 429 in ten minutes stop everything. Discord bans an address at
    ///   10,000; what is given here is this worker's share of what all workers behind the address are granted.
    package init(budget: any SendBudget, invalidBound: Int = 2_000, log: Log) {
        self.budget = budget
        self.log = log
        machine = RateLimitMachine(
            settings: .init(
                rate: budget.rate, invalidBound: invalidBound,
                seed: .random(in: .min ... .max)))
    }

    /// Suspends until the call may be sent.
    /// - Parameters:
    ///   - party: whose share of the budget the call takes, and whose refusals it counts for.
    ///   - previous: the permit of an attempt that ended in `.repeatNow`: the call keeps its place.
    ///   - cancellation: makes it fail with `.cancelled` while it waits.
    /// - Throws: `.waitedTooLong` as soon as it's clear that the limit can't be kept, `.tooManyWaiting`, `.tokenRefused`, `.guarded`,
    ///   `.refused` where the webhook or token is known to be gone, `.unreachable` where Discord or the budget's database is given
    ///   up for now.
    func admit(
        _ request: DiscordRequest, for party: CallParty = .nobody, urgency: CallUrgency,
        until limit: Instant, repeating previous: Permit? = nil,
        cancelledBy cancellation: CallCancellation? = nil
    ) async throws(DiscordError) -> Permit {
        guard !isStopped, cancellation?.isCancelled != true else { throw .cancelled }
        let number = previous?.number ?? nextNumber()
        let turn = Turn()
        turns[number] = turn
        machine.arrive(
            number, LaneKey(request), for: party, urgency, until: limit, now: .now())
        perform()
        cancellation?.onCancel { _ in self.cancel(number) }
        defer { cancellation?.disarm() }
        return try await turn.value.get()
    }

    /// Records an attempt's outcome; every permit is settled exactly once.
    @discardableResult
    package func settle(_ permit: Permit, _ outcome: AttemptOutcome) -> AfterAttempt {
        let after = machine.settle(permit.number, outcome, now: .now())
        perform()
        return after
    }

    /// Fails whoever waits, and whoever comes: the worker stops.
    package func stop() {
        isStopped = true
        machine.cancelAll(now: .now())
        perform()
    }

    var counters: RateLimitCounters { machine.counters }
    var waitingCount: Int { machine.waiting.count }
    var blockedSeconds: Double { machine.blockedSeconds(now: .now()) }

    var metrics: [any Metric] { machine.metrics(now: .now()) }

    private func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    /// One that was admitted meanwhile is its caller's to settle.
    private func cancel(_ number: UInt64) {
        machine.cancel(number, now: .now())
        perform()
    }
}

extension RateLimiter {
    /// Does what the machine wants.
    private func perform() {
        for action in machine.takeActions() {
            switch action {
            case .admit(let number): finish(number, .success(Permit(number: number)))
            case .fail(let number, let error): finish(number, .failure(error))
            case .ask(let count, let urgency): spawn { await self.ask(count, urgency) }
            case .block(let duration): spawn { await self.budget.block(for: duration) }
            case .tell(let notice): log.tell(notice)
            }
        }
        setTimer()
    }

    private func finish(_ number: UInt64, _ result: Result<Permit, DiscordError>) {
        turns.removeValue(forKey: number)?.fulfil(result)
    }

    private func ask(_ count: Int, _ urgency: SendUrgency) async {
        do throws(SendBudgetError) {
            let answer = try await budget.reserve(count, for: urgency)
            machine.granted(answer, now: .now())
        } catch {
            machine.budgetFailed(error, now: .now())
        }
        perform()
    }

    private func setTimer() {
        let now = Instant.now()
        let wake = isStopped ? nil : machine.wake(now: now)
        guard wake != timer?.time else { return }
        if let timer { EventLoop.shared.cancel(timer.id) }
        timer = wake.map { time in
            let id = EventLoop.shared.schedule(after: max(.zero, time - now)) { [weak self] in
                self?.timerFired()
            }
            return (id, time)
        }
    }

    private func timerFired() {
        timer = nil
        machine.pass(now: .now())
        perform()
    }
}

extension Log {
    fileprivate func tell(_ notice: RateLimitMachine.Notice) {
        switch notice {
        case .globalLimit(let wait):
            warning(
                "Discord's global rate limit reached; the bot's calls paused",
                ["seconds": wait.inSeconds])
        case .foreignLimit(let wait):
            warning(
                "Something in front of Discord's API answered 429; all calls paused",
                ["seconds": wait.inSeconds])
        case .tokenRefused:
            error("Discord rejected the bot token (401); no bot calls until workers restart")
        case .guarded:
            error("Discord refused so many calls that it may ban this address; all calls stopped")
        case .shareUsedUp(let key):
            warning(
                "Discord refused too many calls; similar ones are stopped for up to ten minutes",
                ["share": key.share.rawValue, "of": key.name])
        case .breakerOpened:
            warning("Circuit breaker open after consecutive Discord failures; calls paused")
        case .budgetGone:
            warning("The database doesn't answer, so no time to call Discord can be reserved")
        }
    }
}

extension RefusalKey {
    /// For the log: an id or a route, nothing secret.
    fileprivate var name: String {
        switch self {
        case .guild(let id), .caller(.user(let id)), .routeOf(.caller(.user(let id)), _): "\(id)"
        case .caller(.apiKey(let id)), .routeOf(.caller(.apiKey(let id)), _): id
        case .route(let route): route
        case .routeOf(.guild(let id), let route): "\(route) in \(id)"
        case .routeOf(.nobody, let route): route
        case .token, .unknownTokens: ""
        }
    }
}
