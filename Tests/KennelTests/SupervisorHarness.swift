import EventLoop
import Worker

@testable import kennel

/// A supervisor machine with a clock of its own and processes that exist on paper only.
struct SupervisorHarness {
    private(set) var machine: SupervisorMachine
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    /// Every action so far, in order.
    private(set) var log: [SupervisorAction] = []
    /// The living processes and the slots each was last told to accept from.
    private(set) var processes: [WorkerID: [Int]] = [:]
    /// Processes that stay alive but send no heartbeats.
    var silent: Set<WorkerID> = []
    /// Processes that say they aren't ready.
    var unready: Set<WorkerID> = []

    init(slots: Int = 2) {
        machine = SupervisorMachine(
            .init(slots: slots, drainDelay: .seconds(5), drainLimit: .seconds(30)))
    }

    /// All slots filled and ready.
    static func serving(slots: Int = 2) -> SupervisorHarness {
        var harness = SupervisorHarness(slots: slots)
        harness.send(.started)
        for id in 0..<slots { harness.send(.ready(id)) }
        for id in 0..<slots { harness.send(.heartbeat(id, isHealthy: true)) }
        return harness
    }

    @discardableResult
    mutating func send(_ event: SupervisorEvent) -> [SupervisorAction] {
        if case .exited(let id, _) = event { processes[id] = nil }
        let actions = machine.handle(event, at: now)
        for action in actions { note(action) }
        log += actions
        return actions
    }

    private mutating func note(_ action: SupervisorAction) {
        switch action {
        case .spawn(let id, _): processes[id] = []
        case .send(let id, .accept(let slots)): processes[id] = slots
        case .send(let id, .drain(_, _, isFinal: false)), .send(let id, .stop): processes[id] = []
        case .send, .kill, .reportFailedReplacement, .exit: break
        }
    }

    /// Lets time pass in steps of a tenth of a second; living workers send their heartbeats.
    @discardableResult
    mutating func pass(_ duration: Duration) -> [SupervisorAction] {
        var actions: [SupervisorAction] = []
        let end = now + duration
        while now < end {
            now = min(now + .milliseconds(100), end)
            for id in processes.keys.sorted() where !silent.contains(id) {
                actions += send(.heartbeat(id, isHealthy: !unready.contains(id)))
            }
            actions += send(.timePassed)
        }
        return actions
    }

    /// Time passes while this process stands still.
    mutating func freeze(_ duration: Duration) {
        now = now + duration
    }

    var spawned: Int {
        log.count { if case .spawn = $0 { true } else { false } }
    }
}
