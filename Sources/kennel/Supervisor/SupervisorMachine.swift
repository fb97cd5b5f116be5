import EventLoop
import Worker

/// Decides which workers run, and which worker accepts from which slot's socket. Pure: events in, actions out.
///
/// An event only changes the state; `reconcile` then derives the actions.
struct SupervisorMachine {
    /// The settings, and the fixed limits.
    struct Settings {
        var slots: Int
        var drainDelay: Duration
        var drainLimit: Duration
        /// A worker that is silent for this long is killed.
        var silenceLimit: Duration = .seconds(10)
        /// How long a worker may take to finish its responses when it is told to stop.
        var stopLimit: Duration = .seconds(6)
        /// The grace beyond a worker's drain limit before it is killed.
        var grace: Duration = .seconds(3)
        /// A worker that ran for this long counts as started.
        var steadyAfter: Duration = .seconds(10)
        var longestBackOff: Duration = .seconds(10)
        /// A rolling replacement is given up when this many new workers in a row fail to start.
        var replacementAttempts = 3
        /// It is also given up when a new worker is unready for this long while an old one is ready.
        var unreadyLimit: Duration = .seconds(10)
    }

    enum Mode: Equatable {
        case running
        case draining
        case stopping
    }

    enum Phase: Equatable {
        case starting
        case serving
        /// In a final drain it accepts for a while longer; otherwise another worker has its slot.
        case draining(isFinal: Bool)
        case stopping
    }

    struct Worker {
        let id: WorkerID
        let slot: Int
        let spawnedAt: Instant
        var phase = Phase.starting
        var lastHeard: Instant
        var isHealthy = false
        /// Whether it has sent a heartbeat.
        var hasBeaten = false
        /// When it finished starting.
        var announcedAt: Instant?
        /// When it is killed if it hasn't ended.
        var deadline: Instant?
        var isKilled = false
        /// The slots that it was last told to accept from.
        var accepts: [Int] = []

        var isStaying: Bool { phase == .starting || phase == .serving }
        var isAccepting: Bool { phase == .serving || phase == .draining(isFinal: true) }
    }

    struct Slot {
        /// How many of its workers in a row ended before they counted as started.
        var failures = 0
        var restartAt: Instant?
        /// Its worker has drained and closed it.
        var isClosed = false
    }

    let settings: Settings
    var mode = Mode.running
    var workers: [Worker] = []
    var slots: [Slot]
    var nextID: WorkerID = 0
    /// During a replacement: workers below this number are to be replaced.
    var replaceBelow: WorkerID?
    var exitCode: Int32 = 0
    /// Workers that ended without being told to, including those killed for their silence.
    private(set) var crashes = 0
    private var hasServed = false
    private(set) var hasBeenUp = false
    private var hasExited = false
    private var lastEventAt: Instant?

    init(_ settings: Settings) {
        self.settings = settings
        slots = Array(repeating: Slot(), count: settings.slots)
    }

    /// Whether the host answers requests.
    var isReady: Bool {
        mode == .running && workers.contains { $0.phase == .serving && $0.isHealthy }
    }

    /// The service's state. It is up when each slot has a worker; whether those can serve is a matter of readiness, since the
    /// database may come later.
    var serviceState: ServiceNotifier.State {
        if mode != .running { return .stopping }
        if replaceBelow != nil { return .reloading }
        let isUp = slots.indices.allSatisfy { slot in
            workers.contains { $0.slot == slot && $0.phase == .serving }
        }
        return isUp || hasBeenUp ? .ready : .starting
    }

    /// A one-line description of the state.
    var status: String {
        let serving = workers.count { $0.phase == .serving }
        return "\(serving) of \(slots.count) workers serve; \(isReady ? "ready" : "not ready")"
    }

    /// When `timePassed` is due: at the next deadline, and every second to notice silent workers.
    func nextEvent(after now: Instant) -> Instant {
        let deadlines = workers.compactMap(\.deadline) + slots.compactMap(\.restartAt)
        return deadlines.filter { $0 > now }.reduce(now + .seconds(1), min)
    }

    mutating func handle(_ event: SupervisorEvent, at now: Instant) -> [SupervisorAction] {
        forgiveOwnPause(now)
        var actions: [SupervisorAction] = []
        switch event {
        case .started, .timePassed: break
        case .ready(let id): becomeReady(id, now)
        case .heartbeat(let id, let isHealthy):
            update(id) {
                $0.lastHeard = now
                $0.isHealthy = isHealthy
                $0.hasBeaten = true
            }
        case .exited(let id, let status): end(id, status, now, &actions)
        case .linkBroken(let id): kill(id, because: .unreachable, &actions)
        case .drainAsked: drainAll(now, &actions)
        case .stopAsked: stopAll(now, &actions)
        case .replacementAsked: replaceAll()
        }
        reconcile(now, &actions)
        if serviceState == .ready { hasBeenUp = true }
        if mode != .running, workers.isEmpty, !hasExited {
            hasExited = true
            actions.append(.exit(code: exitCode))
        }
        return actions
    }

    /// If this process was stopped itself, its workers' messages are unread, not missing.
    private mutating func forgiveOwnPause(_ now: Instant) {
        if let lastEventAt, now - lastEventAt > .seconds(3) {
            for place in workers.indices { workers[place].lastHeard = now }
        }
        lastEventAt = now
    }

    private mutating func becomeReady(_ id: WorkerID, _ now: Instant) {
        update(id) {
            $0.lastHeard = now
            $0.announcedAt = now
        }
        hasServed = true
    }

    private mutating func end(
        _ id: WorkerID, _ status: Int32, _ now: Instant, _ actions: inout [SupervisorAction]
    ) {
        guard let place = workers.firstIndex(where: { $0.id == id }) else { return }
        let worker = workers.remove(at: place)
        if worker.phase == .draining(isFinal: true), status == 0 {
            slots[worker.slot].isClosed = true
        }
        guard worker.isStaying, mode == .running else { return }
        crashes += 1
        if status == ExitCode.configuration, !hasServed {
            exitCode = status
            stopAll(now, &actions)
        }
        backOff(worker, now)
    }

    /// Restart immediately after the first crash, then after 0.1 s, 0.2 s, 0.4 s …
    private mutating func backOff(_ worker: Worker, _ now: Instant) {
        let isSteady = now - worker.spawnedAt >= settings.steadyAfter
        slots[worker.slot].failures = isSteady ? 0 : slots[worker.slot].failures + 1
        let failures = slots[worker.slot].failures
        guard failures > 1 else { return }
        let delay = Duration.milliseconds(100 << min(failures - 2, 16))
        slots[worker.slot].restartAt = now + min(delay, settings.longestBackOff)
    }

    private mutating func replaceAll() {
        guard mode == .running else { return }
        replaceBelow = nextID
        // Earlier failures say nothing about the new executable.
        for slot in slots.indices { slots[slot].failures = 0 }
    }

    private mutating func drainAll(_ now: Instant, _ actions: inout [SupervisorAction]) {
        guard mode == .running else { return }
        mode = .draining
        for worker in workers {
            switch worker.phase {
            case .starting: stop(worker.id, now, &actions)
            case .serving: drain(worker.id, isFinal: true, now, &actions)
            case .draining, .stopping: break
            }
        }
    }

    private mutating func stopAll(_ now: Instant, _ actions: inout [SupervisorAction]) {
        let isRepeated = mode == .stopping
        mode = .stopping
        for worker in workers {
            if isRepeated {
                kill(worker.id, because: .impatience, &actions)
            } else {
                stop(worker.id, now, &actions)
            }
        }
    }
}
