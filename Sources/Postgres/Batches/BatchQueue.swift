import Essentials
import EventLoop

/// One item that waits for its batch, without its type; `BatchTicket` has that.
@LoopActor
class BatchEntry {
    private var waiter: UnsafeContinuation<Void, Never>?
    private(set) var isSettled = false

    /// Suspends until the entry is settled.
    func settled() async {
        guard !isSettled else { return }
        await withUnsafeContinuation { waiter = $0 }
    }

    /// Resumes the waiting caller. Later calls do nothing, since the deadline may have been first.
    func settle() {
        guard !isSettled else { return }
        isSettled = true
        waiter?.resume()
        waiter = nil
    }

    /// Stores the error for the waiting caller, unless there is an outcome.
    func fail(_ error: DatabaseError) {}
}

/// The untyped part of a `Batcher`: not generic, so that the compiler can optimise it in this module.
@LoopActor
final class BatchQueue {
    /// Stores the entries of a batch and gives each its outcome.
    typealias Send =
        @LoopActor (BatchMachine<BatchEntry>.Batch, _ deadline: Instant) async throws(DatabaseError)
        -> Void

    private(set) var sizes = MetricHistogram(
        "kennel_batch_events", "How many events a batch held.", .sizes())
    private(set) var refused = MetricCounter(
        "kennel_batch_refused_total", "Events refused because the queue was full.")
    private var failedAttempts = MetricCounter(
        "kennel_batch_failed_attempts_total",
        "Batches that had to be sent again, or in halves.")
    private let limit: Int
    private let send: Send
    private var machine: BatchMachine<BatchEntry>
    private var isWoken = false
    private var retryTimer: TimerID?
    private var expiry: (timer: TimerID, moment: Instant)?

    init(limits: BatchLimits, send: @escaping Send) {
        self.send = send
        limit = limits.held
        self.machine = BatchMachine(limits: limits)
    }

    var held: Int { machine.held }

    var metrics: [any Metric] {
        [
            sizes, MetricGauge("kennel_batch_queue", "Events waiting or on their way.", held),
            MetricGauge("kennel_batch_queue_limit", "How many events may wait.", limit),
            refused, failedAttempts,
        ]
    }

    /// Queues an entry, which is settled by its deadline at the latest.
    func add(_ entry: BatchEntry, size: Int, deadline: Instant) throws(DatabaseError) {
        guard machine.add(entry, size: size, deadline: deadline) else {
            refused += 1
            throw .overloaded
        }
        wake()
        scheduleExpiry(at: deadline)
    }

    private func wake() {
        guard !isWoken else { return }
        isWoken = true
        EventLoop.shared.atLull(self)
    }

    private func step() {
        while true {
            switch machine.nextStep(now: Instant.now()) {
            case .send(let batch):
                spawn { await self.deliver(batch) }
            case .wait(let moment):
                return scheduleRetry(at: moment)
            case .idle:
                return
            }
        }
    }

    private func deliver(_ batch: BatchMachine<BatchEntry>.Batch) async {
        sizes.add(Int64(batch.entries.count))
        do throws(DatabaseError) {
            try await send(batch, max(batch.deadline, Instant.now() + .seconds(1)))
            for entry in machine.succeeded(batch.id) { entry.item.settle() }
        } catch {
            failedAttempts += 1
            fail(machine.failed(batch.id, BatchFailure(error), now: Instant.now()), error)
        }
        wake()
    }

    private func fail(_ entries: [BatchEntry], _ error: DatabaseError) {
        for entry in entries where !entry.isSettled {
            entry.fail(error)
            entry.settle()
        }
    }
}

extension BatchQueue: IdleHandler {
    func becameIdle() {
        isWoken = false
        step()
    }
}

// MARK: Timers

extension BatchQueue {
    private func scheduleRetry(at moment: Instant) {
        guard retryTimer == nil else { return }
        retryTimer = EventLoop.shared.schedule(after: moment - Instant.now()) {
            self.retryTimer = nil
            self.step()
        }
    }

    private func scheduleExpiry(at moment: Instant) {
        if let expiry {
            guard moment < expiry.moment else { return }
            EventLoop.shared.cancel(expiry.timer)
        }
        let timer = EventLoop.shared.schedule(after: moment - Instant.now()) {
            self.expiry = nil
            self.expire()
        }
        expiry = (timer, moment)
    }

    private func expire() {
        let (unsent, sent) = machine.expire(now: Instant.now())
        fail(unsent, .timedOut(mayHaveRun: false))
        fail(sent, .timedOut(mayHaveRun: true))
        if let next = machine.nextDeadline { scheduleExpiry(at: next) }
        step()
    }
}
