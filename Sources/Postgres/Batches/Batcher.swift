import Essentials
import EventLoop

/// A batch in flight to the database.
package struct Delivery<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Random, and the same for every attempt to send these items, so that they are stored once.
    package let id: SQLUUID
    /// 1 for the first time.
    package let attempt: Int
    /// How long to wait for the database: until no caller waits for the outcome, at most a second, since a connection with an
    /// overdue statement may be closed.
    package let deadline: Instant
}

/// Collects items while earlier ones are in flight, and sends them together.
///
/// A single item is sent as soon as the loop is idle; no timer delays it. Every caller is answered after the commit of its
/// item's batch, or with an error by its own deadline.
@LoopActor
package final class Batcher<Item: Sendable, Outcome: Sendable> {
    /// Stores a batch and returns each item's outcome, in the order of the items.
    ///
    /// Called again with the same id where an attempt may or may not have been committed.
    package typealias Send =
        @LoopActor (Delivery<Item>) async throws(DatabaseError) -> [Outcome]

    private let queue: BatchQueue

    package init(limits: BatchLimits = BatchLimits(), send: @escaping Send) {
        queue = BatchQueue(limits: limits) { batch, deadline throws(DatabaseError) in
            let tickets = batch.entries.map {
                unsafeDowncast($0.item, to: BatchTicket<Item, Outcome>.self)
            }
            let outcomes = try await send(
                Delivery(
                    items: tickets.map { $0.item }, id: batch.id, attempt: batch.attempt,
                    deadline: deadline))
            precondition(outcomes.count == tickets.count, "each item needs its outcome")
            for (ticket, outcome) in zip(tickets, outcomes) where !ticket.isSettled {
                ticket.result = .success(outcome)
            }
        }
    }

    /// The numbers of batches sent and of items refused.
    package var sent: Int { Int(queue.sizes.values.total) }
    package var refused: Int { queue.refused.count }

    var held: Int { queue.held }

    package var metrics: [any Metric] { queue.metrics }

    /// Sends an item with others and waits for its outcome.
    ///
    /// - Parameters:
    ///   - size: roughly the bytes it takes on the wire.
    ///   - deadline: when the caller needs an answer, even if it is an error.
    package func add(
        _ item: Item, size: Int, deadline: Instant
    ) async throws(DatabaseError) -> Outcome {
        let ticket = BatchTicket<Item, Outcome>(item)
        try queue.add(ticket, size: size, deadline: deadline)
        await ticket.settled()
        return try ticket.result.get()
    }

    /// The same for many items at once, each with its own outcome. They are sent in their order.
    package func add(
        _ items: [Item], size: (Item) -> Int, deadline: Instant
    ) async -> [Result<Outcome, DatabaseError>] {
        let tickets = items.map { item in
            let ticket = BatchTicket<Item, Outcome>(item)
            do throws(DatabaseError) {
                try queue.add(ticket, size: size(item), deadline: deadline)
            } catch {
                ticket.fail(error)
                ticket.settle()
            }
            return ticket
        }
        for ticket in tickets where !ticket.isSettled { await ticket.settled() }
        return tickets.map(\.result)
    }
}

/// An item of a known type, and its outcome.
private final class BatchTicket<Item: Sendable, Outcome: Sendable>: BatchEntry {
    let item: Item
    var result: Result<Outcome, DatabaseError> = .failure(.unavailable)

    init(_ item: Item) {
        self.item = item
    }

    override func fail(_ error: DatabaseError) {
        result = .failure(error)
    }
}
