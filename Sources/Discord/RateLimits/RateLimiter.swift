import Essentials
import EventLoop

/// Decides when a call may go out; one per client.
@LoopActor
package final class RateLimiter {
    private let budget: any SendBudget
    private let log: Log
    private var lastNumber: UInt64 = 0
    private var retryAfter: [UInt64: Duration] = [:]

    package init(budget: any SendBudget, log: Log) {
        self.budget = budget
        self.log = log
    }

    /// Suspends until the call may be sent.
    /// - Parameter previous: the permit of an attempt that ended in `.repeatNow`: the call keeps its place.
    package func admit(
        _ request: DiscordRequest, urgency: DiscordCalls.Urgency, until limit: Instant,
        repeating previous: Permit? = nil
    ) async throws(DiscordError) -> Permit {
        if let previous, let wait = retryAfter.removeValue(forKey: previous.number) {
            guard Instant.now() + wait < limit else { throw .waitedTooLong }
            await sleep(for: wait)
        }
        lastNumber += 1
        return Permit(number: lastNumber)
    }

    /// What came of the attempt; every permit is settled exactly once.
    @discardableResult
    package func settle(_ permit: Permit, _ outcome: AttemptOutcome) -> AfterAttempt {
        guard case .answered(let answer) = outcome.kind, answer.status == 429 else { return .done }
        retryAfter[permit.number] = answer.headers.retryAfter ?? .seconds(1)
        return .repeatNow
    }

    /// Fails whoever waits, and whoever comes: the worker stops.
    package func stop() {}
}
