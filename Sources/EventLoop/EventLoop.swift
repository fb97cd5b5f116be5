import CLinux
import Essentials
import Glibc

/// The event loop of a process. A turn handles readiness, timers and jobs, then flushes the output.
///
/// All callbacks run on its thread and must not block.
@LoopActor
package final class EventLoop {
    package static let shared = EventLoop(queue: EpollQueue())

    /// How many turns an idle handler waits at most.
    private static let patience = 8

    private struct Registration {
        let handler: any DescriptorHandler
        let generation: UInt32
    }

    /// The time of this turn: read once after each wait.
    package private(set) var now = Instant.now()
    package private(set) var turns = MetricCounter("kennel_loop_turns_total", "Turns of the loop.")
    /// The longest time from readiness to the end of its turn since the last look at the metrics.
    private var longestTurn = Duration.zero

    private let queue: any EventQueue
    private var registrations: [Registration?] = []
    private var lastGeneration: UInt32 = 0
    private var timers = TimerHeap<@LoopActor () -> Void>()
    private var endings: [any TurnEndHandler] = []
    private var lulls: [any IdleHandler] = []
    private var turnsWithoutLull = 0
    private var events: [QueueEvent] = []
    private var isRunning = true

    package init(queue: any EventQueue) {
        self.queue = queue
    }

    // MARK: Descriptors

    /// Watches a descriptor; its handler is kept until `unwatch`.
    /// - Returns: false where the system refuses (a bad descriptor, no memory).
    @discardableResult
    package func watch(
        _ fd: Int32, _ interest: Interest, _ handler: any DescriptorHandler
    ) -> Bool {
        while registrations.count <= fd { registrations.append(nil) }
        lastGeneration &+= 1
        let tag = Self.tag(fd, lastGeneration)
        guard queue.add(fd, interest, tag: tag) else { return false }
        registrations[Int(fd)] = Registration(handler: handler, generation: lastGeneration)
        return true
    }

    /// Changes what a watched descriptor is watched for.
    package func rewatch(_ fd: Int32, _ interest: Interest) {
        guard let registration = registrations[Int(fd)] else { return }
        queue.modify(fd, interest, tag: Self.tag(fd, registration.generation))
    }

    /// Ends the watching; call it before closing the descriptor.
    package func unwatch(_ fd: Int32) {
        guard fd >= 0, fd < registrations.count, registrations[Int(fd)] != nil else { return }
        registrations[Int(fd)] = nil
        queue.remove(fd)
    }

    /// The generation keeps a report for a closed descriptor from the next owner of its number.
    private nonisolated static func tag(_ fd: Int32, _ generation: UInt32) -> UInt64 {
        UInt64(generation) << 32 | UInt64(UInt32(bitPattern: fd))
    }

    // MARK: Time

    /// Runs an action once, not before the time has passed; the loop's precision is a millisecond.
    @discardableResult
    package func schedule(
        after duration: Duration, _ action: @escaping @LoopActor () -> Void
    ) -> TimerID {
        timers.insert(action, at: Instant.now() + duration)
    }

    package func cancel(_ id: TimerID) {
        timers.cancel(id)
    }

    // MARK: Turns

    /// Asks to be called at the end of this turn, once for each call of this.
    package func atTurnEnd(_ handler: any TurnEndHandler) {
        endings.append(handler)
    }

    /// Asks to be called once when the loop is idle: at the end of the first turn that brought nothing new, at the latest of the
    /// eighth. Batches are sent then: requests of a busy moment go together (a third more in a batch, 5 to 9 % more requests a
    /// second in short comparisons), and a single event is sent immediately.
    package func atLull(_ handler: any IdleHandler) {
        lulls.append(handler)
    }

    /// Runs the shared loop on the calling thread until `stop`; the thread becomes the loop's.
    /// - Parameter start: called first, on the loop.
    package nonisolated static func run(_ start: @LoopActor () -> Void = {}) {
        let waker = clinux_eventfd()
        LoopExecutor.shared.adoptThread(wakingThrough: waker)
        LoopActor.assumeIsolated {
            start()
            shared.pump(wokenBy: waker)
        }
        close(waker)
    }

    private func pump(wokenBy waker: Int32) {
        let handler = WakeUpHandler()
        watch(waker, .read, handler)
        LoopExecutor.shared.takeForeign()
        while isRunning { turn() }
        isRunning = true
        unwatch(waker)
    }

    /// Ends `run` after this turn.
    package func stop() {
        isRunning = false
    }

    /// One turn: wait for events, call the descriptors' handlers, fire timers, run jobs, flush.
    package func turn() {
        events.removeAll(keepingCapacity: true)
        queue.wait(timeout: timeout, into: &events)
        now = Instant.now()
        turns += 1
        for event in events { dispatch(event) }
        while let action = timers.popDue(at: now) { action() }
        LoopExecutor.shared.drain(budget: 10_000)
        flush()
        if !lulls.isEmpty { noteLull() }
        longestTurn = max(longestTurn, Instant.now() - now)
    }

    /// Reading them begins the longest turn anew.
    package func takeMetrics() -> [any Metric] {
        defer { longestTurn = .zero }
        return [
            MetricGauge(
                "kennel_loop_longest_turn_seconds",
                "The longest turn of the loop since the last scrape.", longestTurn.inSeconds),
            turns,
            MetricCounter(
                "kennel_loop_foreign_jobs_total",
                "Jobs enqueued by other threads; should be 0.",
                LoopExecutor.shared.foreignJobs),
        ]
    }

    private func dispatch(_ event: QueueEvent) {
        let fd = Int32(bitPattern: UInt32(truncatingIfNeeded: event.tag))
        guard let registration = registrations[Int(fd)],
            registration.generation == UInt32(event.tag >> 32)
        else { return }
        registration.handler.ready(fd, event.readiness)
    }

    private func flush() {
        var index = 0
        while index < endings.count {
            endings[index].turnEnded()
            index += 1
        }
        endings.removeAll(keepingCapacity: true)
    }

    private func noteLull() {
        turnsWithoutLull += 1
        guard events.isEmpty || turnsWithoutLull >= Self.patience else { return }
        turnsWithoutLull = 0
        let handlers = lulls
        lulls.removeAll(keepingCapacity: true)
        for handler in handlers { handler.becameIdle() }
    }

    /// Milliseconds until the next timer, rounded up, so that none fires a turn early and spins. Timers need no timerfd:
    /// the timeout of `epoll_wait` is enough to the millisecond, and saves a system call.
    private var timeout: Int32 {
        if LoopExecutor.shared.hasJobs || !endings.isEmpty || !lulls.isEmpty { return 0 }
        guard let next = timers.next else { return -1 }
        let left = (next - Instant.now()).inNanoseconds
        return Int32(clamping: max(0, (left + 999_999) / 1_000_000))
    }
}

/// Drains the eventfd with which other threads wake the loop.
private final class WakeUpHandler: DescriptorHandler {
    func ready(_ fd: Int32, _ readiness: Readiness) {
        var count: UInt64 = 0
        _ = read(fd, &count, 8)
        LoopExecutor.shared.takeForeign()
    }
}
