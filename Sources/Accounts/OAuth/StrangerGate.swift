import API
import Essentials
import EventLoop

/// Admits look-ups of unknown tokens as far as their client address has credit; the others wait in turn.
@LoopActor
final class StrangerGate {
    /// The most look-ups of one address that wait.
    private static let mostWaiting = 200

    private let now: @LoopActor () -> Instant
    private var limit = StrangerLimit()
    private var waiters: [ClientAddress: [Promise<Void>]] = [:]
    private(set) var refusals = MetricCounter(
        "kennel_oauth_strangers_refused_total",
        "Requests refused because their address had sent too many unknown tokens.")

    init(now: @escaping @LoopActor () -> Instant) {
        self.now = now
    }

    /// Waits until a look-up may begin.
    /// - Returns: the address with which to call `leave`.
    /// - Throws: `tooMuch` if the address sent too many unknown tokens, or its turn doesn't come in time.
    func enter(
        _ client: ClientAddress, deadline: Instant
    ) async throws(APIError) -> ClientAddress {
        while true {
            switch limit.begin(client, now: now()) {
            case .granted(let address): return address
            case .refused: throw refusal()
            case .wait:
                guard waiters[client, default: []].count < Self.mostWaiting, .now() < deadline
                else { throw refusal() }
                await wait(client, until: deadline)
            }
        }
    }

    func leave(_ client: ClientAddress, isRefused: Bool) {
        limit.end(client, isRefused: isRefused, now: now())
        // All check again: there may be a place, or no more credit.
        for waiter in waiters.removeValue(forKey: client) ?? [] { waiter.fulfil(()) }
    }

    private func wait(_ client: ClientAddress, until deadline: Instant) async {
        let turn = Promise<Void>()
        waiters[client, default: []].append(turn)
        let limit = EventLoop.shared.schedule(after: deadline - .now()) { turn.fulfil(()) }
        await turn.value
        EventLoop.shared.cancel(limit)
    }

    private func refusal() -> APIError {
        refusals += 1
        return .tooMuch("Too many unknown tokens come from this address.", retryAfter: 1)
    }
}
