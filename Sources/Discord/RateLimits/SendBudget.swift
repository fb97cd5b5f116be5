import EventLoop

/// The calls a second that the whole cluster may make with the bot's token.
@LoopActor
package protocol SendBudget: AnyObject {
    /// Calls a second; nil: as many as one likes, and nothing is ever reserved.
    var rate: Int? { get }
    /// Takes times to send at, for calls that are waiting already.
    /// - Throws: where the budget can't be asked.
    func reserve(
        _ count: Int, for urgency: SendUrgency
    ) async throws(SendBudgetError) -> SendTimes
    /// Stops the whole cluster for a time: Discord said so.
    func block(for duration: Duration) async
}

/// The budget's answer, in the worker's own time.
package struct SendTimes: Hashable, Sendable {
    /// Not to be used before; empty where none are given out so far ahead.
    package var times: [Instant]
    /// The next time that isn't taken yet.
    package var next: Instant
    /// Until when nothing may be sent by anybody.
    package var blockedUntil: Instant?

    package init(times: [Instant], next: Instant, blockedUntil: Instant? = nil) {
        self.times = times
        self.next = next
        self.blockedUntil = blockedUntil
    }
}

/// Why the budget can't be asked, as a clause.
package struct SendBudgetError: Error, Hashable, Sendable {
    package let reason: String

    package init(reason: String) {
        self.reason = reason
    }
}

/// No budget: for tests, and for measuring what the budget costs.
@LoopActor
package final class UnlimitedBudget: SendBudget {
    package let rate: Int? = nil

    package nonisolated init() {}

    package func reserve(
        _ count: Int, for urgency: SendUrgency
    ) async throws(SendBudgetError) -> SendTimes {
        let now = Instant.now()
        return SendTimes(times: Array(repeating: now, count: count), next: now)
    }

    package func block(for duration: Duration) async {}
}
