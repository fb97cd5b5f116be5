import API
import Essentials
import EventLoop

/// Lets requests of one worker share a round of work on a subject: requests that arrive while a round runs share the next one.
/// So each result is newer than the request.
@LoopActor
package final class SharedRounds<Subject: Hashable & Sendable, Outcome: Sendable> {
    package typealias Work = @LoopActor (Subject, RequestContext) async throws -> Outcome
    private typealias Waiter = Promise<Result<Outcome, any Error>>

    private struct Gathering {
        var waiters: [Waiter] = []
        /// The latest request, which may wait longest.
        var context: RequestContext?
    }

    private let work: Work
    private let limit: Duration
    private let tooLong: APIError
    /// The rounds that haven't started; a subject has an entry while one of its rounds runs.
    private var gathering: [Subject: Gathering] = [:]

    /// - Parameters:
    ///   - limit: how long after its arrival a request waits.
    ///   - tooLong: the error it gets then.
    package init(limit: Duration, tooLong: APIError, _ work: @escaping Work) {
        self.limit = limit
        self.tooLong = tooLong
        self.work = work
    }

    /// The result of a round that starts after the request arrived.
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

    /// Runs rounds until no request waits.
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
