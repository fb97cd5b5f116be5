import Essentials
import EventLoop

/// A batch on its way to the database.
package struct Delivery<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Random, and the same for every attempt to send these items: what was committed under it stands once.
    package let id: SQLUUID
    /// 1 for the first time.
    package let attempt: Int
    /// How long to wait for the database: until nobody waits for the outcome any more, or a second where that is
    /// sooner, since a connection with an overdue statement is closed, whoever else uses it.
    package let deadline: Instant
}

/// Collects items while earlier ones are on their way, and sends them together.
///
/// A lonely item is sent at the end of the loop's turn; no timer delays it. Every caller is answered after the commit
/// of its item's batch, or with an error by its own deadline.
@LoopActor
package final class Batcher<Item: Sendable, Outcome: Sendable> {
    /// Stores a batch and tells each item's outcome, in the order of the items.
    ///
    /// Called again with the same id where an attempt may or may not have been committed.
    package typealias Send =
        @LoopActor (Delivery<Item>) async throws(DatabaseError) -> [Outcome]

    /// What has happened so far, for the metrics.
    package struct Statistics: Sendable {
        package var batches = 0
        package var items = 0
        package var failedAttempts = 0
        package var refused = 0
        package var largestBatch = 0
        /// How many items the batches held.
        package var sizes = Histogram.sizes()
    }

    private struct Waiting {
        let item: Item
        let outcome: OneShot<Result<Outcome, DatabaseError>>
    }

    package private(set) var statistics = Statistics()
    private let send: Send
    private var machine: BatchMachine<Waiting>
    private var isWoken = false
    private var retryTimer: TimerID?
    private var expiry: (timer: TimerID, moment: Instant)?

    package init(limits: BatchLimits = BatchLimits(), send: @escaping Send) {
        self.send = send
        self.machine = BatchMachine(limits: limits)
    }

    /// Items held now, waiting or on their way.
    package var held: Int { machine.held }

    /// Sends an item with others and waits for its outcome.
    ///
    /// - Parameters:
    ///   - size: roughly the bytes it takes on the wire.
    ///   - deadline: when the caller wants an answer, be it an error.
    package func add(
        _ item: Item, size: Int, deadline: Instant
    ) async throws(DatabaseError) -> Outcome {
        let outcome = OneShot<Result<Outcome, DatabaseError>>()
        let waiting = Waiting(item: item, outcome: outcome)
        guard machine.add(waiting, size: size, deadline: deadline) else {
            statistics.refused += 1
            throw .overloaded
        }
        wake()
        scheduleExpiry(at: deadline)
        return try await outcome.value.get()
    }

    private func wake() {
        guard !isWoken else { return }
        isWoken = true
        EventLoop.shared.atTurnEnd(self)
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

    private func deliver(_ batch: BatchMachine<Waiting>.Batch) async {
        statistics.batches += 1
        statistics.items += batch.entries.count
        statistics.sizes.add(Int64(batch.entries.count))
        statistics.largestBatch = max(statistics.largestBatch, batch.entries.count)
        let delivery = Delivery(
            items: batch.entries.map(\.item.item), id: batch.id, attempt: batch.attempt,
            deadline: max(batch.deadline, Instant.now() + .seconds(1)))
        do throws(DatabaseError) {
            let outcomes = try await send(delivery)
            precondition(outcomes.count == batch.entries.count, "each item needs its outcome")
            for (entry, outcome) in zip(machine.succeeded(batch.id), outcomes) {
                entry.item.outcome.fulfil(.success(outcome))
            }
        } catch {
            statistics.failedAttempts += 1
            let failed = machine.failed(batch.id, BatchFailure(error), now: Instant.now())
            for waiting in failed { waiting.outcome.fulfil(.failure(error)) }
        }
        step()
    }
}

extension Batcher: TurnEndHandler {
    package func turnEnded() {
        isWoken = false
        step()
    }
}

// MARK: Timers

extension Batcher {
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
        for waiting in unsent { waiting.outcome.fulfil(.failure(.timedOut(mayHaveRun: false))) }
        for waiting in sent { waiting.outcome.fulfil(.failure(.timedOut(mayHaveRun: true))) }
        if let next = machine.nextDeadline { scheduleExpiry(at: next) }
        step()
    }
}
