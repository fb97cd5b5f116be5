import API
import Essentials
import EventLoop

/// Shares what several requests want inside a worker: while one round about a subject is under way, those who come share the next.
/// So what is told is of a time after the question.
@LoopActor
package final class SharedRounds<Subject: Hashable & Sendable, Outcome: Sendable> {
    package typealias Work = @LoopActor (Subject, RequestContext) async throws -> Outcome
    private typealias Waiter = Promise<Result<Outcome, any Error>>

    private struct Gathering {
        var waiters: [Waiter] = []
        /// The last to come, so the one that may wait longest.
        var context: RequestContext?
    }

    private let work: Work
    private let limit: Duration
    private let tooLong: APIError
    /// The rounds that haven't begun; a subject is here while one of it is under way.
    private var gathering: [Subject: Gathering] = [:]

    /// - Parameters:
    ///   - limit: how long after its arrival a request waits.
    ///   - tooLong: what it's told then.
    package init(limit: Duration, tooLong: APIError, _ work: @escaping Work) {
        self.limit = limit
        self.tooLong = tooLong
        self.work = work
    }

    /// What comes of a round that begins after the call arrived.
    package func outcome(of subject: Subject, _ context: RequestContext) async throws -> Outcome {
        let waiter = Waiter()
        let timer = EventLoop.shared.schedule(after: context.arrival + limit - Instant.now()) {
            [tooLong] in
            waiter.fulfil(.failure(tooLong))
        }
        defer { EventLoop.shared.cancel(timer) }
        let isFirst = gathering[subject] == nil
        gathering[subject, default: Gathering()].waiters.append(waiter)
        gathering[subject]?.context = context
        if isFirst { spawn { await self.goRound(subject) } }
        return try await waiter.value.get()
    }

    /// Begins rounds until nobody waits.
    private func goRound(_ subject: Subject) async {
        while let round = gathering[subject], let context = round.context {
            gathering[subject] = Gathering()
            let result: Result<Outcome, any Error>
            do { result = .success(try await work(subject, context)) } catch {
                result = .failure(error)
            }
            for waiter in round.waiters { waiter.fulfil(result) }
        }
        gathering[subject] = nil
    }
}
