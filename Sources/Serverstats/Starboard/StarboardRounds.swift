import API
import Essentials
import EventLoop

/// Shares the calls for one message inside a worker: while one round is under way, those who come share the next.
@LoopActor
final class StarboardRounds {
    /// What a round is about.
    struct Subject: Hashable, Sendable {
        let guild: Snowflake
        let channel: Snowflake
        let message: Snowflake
    }

    typealias Work = @LoopActor (Subject, Call) async throws -> StarboardOutcome
    private typealias Waiter = OneShot<Result<StarboardOutcome, any Error>>

    private let work: Work
    /// The rounds that haven't begun; a subject is here while one of it is under way.
    private var gathering: [Subject: Gathering] = [:]

    private struct Gathering {
        var waiters: [Waiter] = []
        /// The last to come, so the one that may wait longest.
        var call: Call?
    }

    /// Waiting for its turn with Discord, and then for its last answer.
    private static let limit = Duration.seconds(25)

    init(_ work: @escaping Work) {
        self.work = work
    }

    /// What comes of a round that begins after the call arrived.
    func outcome(of subject: Subject, _ call: Call) async throws -> StarboardOutcome {
        let waiter = Waiter()
        let timer = EventLoop.shared.schedule(after: call.arrival + Self.limit - Instant.now()) {
            waiter.fulfil(.failure(Self.tooLong))
        }
        defer { EventLoop.shared.cancel(timer) }
        let isFirst = gathering[subject] == nil
        gathering[subject, default: Gathering()].waiters.append(waiter)
        gathering[subject]?.call = call
        if isFirst { spawn { await self.goRound(subject) } }
        return try await waiter.value.get()
    }

    static let tooLong = APIError.discord(
        "Other calls for this message are still waiting for Discord; try again later.")

    /// Begins rounds until nobody waits.
    private func goRound(_ subject: Subject) async {
        while let round = gathering[subject], let call = round.call {
            gathering[subject] = Gathering()
            let result: Result<StarboardOutcome, any Error>
            do { result = .success(try await work(subject, call)) } catch {
                result = .failure(error)
            }
            for waiter in round.waiters { waiter.fulfil(result) }
        }
        gathering[subject] = nil
    }
}
