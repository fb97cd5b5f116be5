import EventLoop
import TestSupport
import Testing

@testable import Discord

/// Workers, the row they share and Discord, with delays everywhere, in a time of their own.
struct LimitsSimulation {
    struct Call {
        let worker: Int
        let lane: LaneKey
        let party: CallParty
        let urgency: CallUrgency
        let arrivedAt: Instant
        var admittedAt: Instant?

        /// - Parameter party: nil: of the guild that the lane names.
        init(
            worker: Int, lane: LaneKey, party: CallParty? = nil, urgency: CallUrgency,
            arrivedAt: Instant
        ) {
            self.worker = worker
            self.lane = lane
            self.party = party ?? .guild(lane.major)
            self.urgency = urgency
            self.arrivedAt = arrivedAt
        }
    }

    enum Event {
        case arrival(Call)
        case receipt(UInt64)
        case answer(UInt64, AttemptOutcome)
        case ask(Int, SendSlots.Ask)
        case times(Int, SendTimes)
    }

    /// How things are delayed, in milliseconds.
    struct Delays {
        var toDiscord = 5...60
        var toDatabase = 1...4
        /// From the moment that a worker wants to be woken.
        var waking = 0...3
        /// So many answers of a hundred are lost.
        var lostAnswers = 0
    }

    var model: DiscordModel
    var budget: BudgetModel?
    var delays: Delays
    var workers: [RateLimitMachine]
    private(set) var now = Instant(nanoseconds: 1_000_000_000_000)
    private(set) var calls: [UInt64: Call] = [:]
    private(set) var failures: [UInt64: DiscordError] = [:]
    private(set) var admitted: [UInt64] = []
    /// Called when a call is over; gives calls that follow it.
    var followers: (Call) -> [Call] = { _ in [] }
    private var events: [Event] = []
    private var agenda = PriorityHeap<Moment>()
    private var numbers: UInt64 = 0
    private var random: SeededGenerator

    private struct Moment: Comparable {
        let time: Instant
        let index: Int

        static func < (left: Moment, right: Moment) -> Bool {
            (left.time, left.index) < (right.time, right.index)
        }
    }

    init(
        workers: Int, rate: Int?, rules: [String: DiscordModel.Rule], delays: Delays, seed: UInt64
    ) {
        model = DiscordModel(rules: rules)
        budget = rate.map { BudgetModel(rate: $0) }
        self.delays = delays
        self.workers = (0..<workers).map {
            RateLimitMachine(settings: .init(rate: rate, seed: seed &+ UInt64($0)))
        }
        random = SeededGenerator(seed: seed)
    }

    mutating func add(
        _ route: String, _ major: String, _ urgency: CallUrgency = .interactive,
        for party: CallParty? = nil, worker: Int = 0, after delay: Duration = .zero
    ) {
        let time = now + delay
        let call = Call(
            worker: worker, lane: LaneKey(route: route, major: major), party: party,
            urgency: urgency, arrivedAt: time)
        plan(.arrival(call), at: time)
    }

    /// Runs until nothing happens any more, or the time has passed.
    mutating func run(for limit: Duration) {
        let end = now + limit
        while let step = nextStep(), step.time <= end {
            now = max(now, step.time)
            guard let worker = step.worker else {
                guard let moment = agenda.pop() else { return }
                perform(events[moment.index])
                continue
            }
            now = now + milliseconds(delays.waking)
            workers[worker].pass(now: now)
            act(worker)
        }
    }

    /// The next event, or the next worker that wants to be woken.
    private func nextStep() -> (time: Instant, worker: Int?)? {
        var next: (time: Instant, worker: Int?)? = agenda.first.map { ($0.time, nil) }
        for (index, worker) in workers.enumerated() {
            guard let wake = worker.wake(now: now) else { continue }
            // Sweeping goes on for ever; the simulation ends when nothing else is to come.
            if next == nil, worker.waiting.isEmpty { continue }
            if next.map({ wake < $0.time }) ?? true { next = (wake, index) }
        }
        return next
    }

    private mutating func plan(_ event: Event, at time: Instant) {
        agenda.push(Moment(time: time, index: events.count))
        events.append(event)
    }

    private mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration {
        .microseconds(
            Int.random(in: range.lowerBound * 1000...range.upperBound * 1000, using: &random))
    }
}

extension LimitsSimulation {
    private mutating func perform(_ event: Event) {
        switch event {
        case .arrival(let call): arrive(call)
        case .receipt(let number): receive(number)
        case .answer(let number, let outcome): settle(number, outcome)
        case .ask(let worker, let ask):
            guard let times = budget?.reserve(ask, now: now) else { return }
            let way = milliseconds(delays.toDatabase)
            // The clock's reading is known as of the answer's arrival: every time is late by the way.
            plan(.times(worker, times.delayed(by: way)), at: now + way)
        case .times(let worker, let times):
            workers[worker].granted(times, now: now)
            act(worker)
        }
    }

    private mutating func arrive(_ call: Call) {
        numbers += 1
        calls[numbers] = call
        workers[call.worker].arrive(
            numbers, call.lane, for: call.party, call.urgency, until: now + .seconds(3600), now: now
        )
        act(call.worker)
    }

    private mutating func receive(_ number: UInt64) {
        guard let call = calls[number] else { return }
        let (status, headers) = model.receive(call.lane, now: now)
        let isLost = Int.random(in: 0..<100, using: &random) < delays.lostAnswers
        let outcome = isLost ? AttemptOutcome.unanswered : .answered(status, headers)
        plan(.answer(number, outcome), at: now + milliseconds(delays.toDiscord))
    }

    private mutating func settle(_ number: UInt64, _ outcome: AttemptOutcome) {
        guard let call = calls[number] else { return }
        let after = workers[call.worker].settle(number, outcome, now: now)
        if after == .repeatNow {
            workers[call.worker].arrive(
                number, call.lane, for: call.party, call.urgency, until: now + .seconds(3600),
                now: now)
        } else {
            for next in followers(call) { plan(.arrival(next), at: now) }
        }
        act(call.worker)
    }

    private mutating func act(_ worker: Int) {
        for action in workers[worker].takeActions() {
            switch action {
            case .admit(let number):
                calls[number]?.admittedAt = now
                admitted.append(number)
                plan(.receipt(number), at: now + milliseconds(delays.toDiscord))
            case .fail(let number, let error): failures[number] = error
            case .ask(let count, let urgency):
                plan(
                    .ask(worker, .init(count: count, urgency: urgency)),
                    at: now + milliseconds(delays.toDatabase))
            case .block, .tell: break
            }
        }
    }
}

extension SendTimes {
    fileprivate func delayed(by way: Duration) -> SendTimes {
        SendTimes(times: times.map { $0 + way }, next: next + way)
    }
}
