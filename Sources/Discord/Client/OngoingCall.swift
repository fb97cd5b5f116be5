import Essentials
import EventLoop
import HTTP

/// One call under way: waits for its turn, is sent, and again where that may help.
@LoopActor
final class OngoingCall {
    let calls: DiscordCalls
    let cancellation = CallCancellation()
    private let request: DiscordRequest
    private let line: DiscordConnection
    private var repeats: RepeatMachine
    /// An attempt may have changed something at Discord.
    private var mayBeDone = false

    private enum Attempt {
        case reply(DiscordReply)
        /// A rate limit has to be waited for.
        case limited(Permit)
        case failed(DiscordError, RepeatMachine.Failure)
    }

    init(_ request: DiscordRequest, _ calls: DiscordCalls, _ line: DiscordConnection) {
        self.request = request
        self.calls = calls
        self.line = line
        repeats = RepeatMachine(isRepeatable: request.isRepeatable)
    }

    func result() async -> Result<DiscordReply, DiscordError> {
        do throws(DiscordError) {
            return .success(try await run())
        } catch {
            let isWithdrawn =
                error == .cancelled && cancellation.extent == .withoutEffect
                && request.method != .get && !mayBeDone
            let error = isWithdrawn ? .withdrawn : error
            calls.client.noteFailure(error, of: request)
            return .failure(error)
        }
    }

    private func run() async throws(DiscordError) -> DiscordReply {
        let exchange = try HTTPExchange(request, calls.trace, line.configuration)
        var previous: Permit?
        var lastError: DiscordError?
        while true {
            let permit: Permit
            do throws(DiscordError) {
                permit = try await admission(repeating: previous)
            } catch {
                // Why it failed says more than that there was no time to try again.
                throw error == .waitedTooLong ? lastError ?? error : error
            }
            previous = nil
            calls.begun?()
            switch await attempt(exchange, permit) {
            case .reply(let reply): return reply
            case .limited(let permit): previous = permit
            case .failed(let error, let failure):
                lastError = error
                try await pause(after: failure, error)
            }
            calls.client.repeats += 1
        }
    }

    // MARK: Waiting

    /// Waits for the limiter's leave; where that isn't wanted any more when it comes, it's given back.
    private func admission(
        repeating previous: Permit?
    ) async throws(DiscordError) -> Permit {
        let permit = try await line.limiter.admit(
            request, for: calls.party, urgency: calls.urgency, until: calls.waitLimit,
            repeating: previous, cancelledBy: cancellation)
        guard cancellation.isCancelled else { return permit }
        line.limiter.settle(permit, .unsent)
        throw .cancelled
    }

    private func pause(
        after failure: RepeatMachine.Failure, _ error: DiscordError
    ) async throws(DiscordError) {
        guard let pause = repeats.pause(after: failure), Instant.now() + pause < calls.waitLimit
        else { throw error }
        calls.client.noteRepeat(of: request, after: error)
        await cancellation.pause(for: pause)
        if cancellation.isCancelled { throw .cancelled }
    }

    // MARK: An attempt

    private func attempt(_ exchange: HTTPExchange, _ permit: Permit) async -> Attempt {
        let start = Instant.now()
        calls.client.inFlight += 1
        let outcome = await transfer(exchange)
        calls.client.inFlight -= 1
        calls.client.attempts.note(request, outcome, Instant.now() - start)
        switch outcome {
        case .success(let reply): return judge(reply, permit)
        case .failure(let failure):
            line.limiter.settle(permit, failure.outcome)
            if !failure.isUnsent { mayBeDone = true }
            return .failed(failure.error, .transfer(failure))
        }
    }

    private func transfer(_ exchange: HTTPExchange) async -> Result<HTTPReply, TransferFailure> {
        do throws(TransferFailure) {
            return .success(
                try await line.transport.perform(exchange, cancelledBy: cancellation))
        } catch { return .failure(error) }
    }

    private func judge(_ reply: HTTPReply, _ permit: Permit) -> Attempt {
        var headers = reply.headers
        if reply.status == 429 { headers.note(body: reply.body) }
        let isGood = (200..<300).contains(reply.status)
        let refusal = RefusalBody(isGood ? [] : reply.body)
        let next = line.limiter.settle(
            permit,
            .answered(reply.status, headers, code: refusal.code, message: refusal.message))
        if isGood { return .reply(DiscordReply(status: reply.status, body: reply.body)) }
        if next == .repeatNow { return .limited(permit) }
        let error = DiscordError(reply.status, refusal, request)
        if error.effect == .unknown { mayBeDone = true }
        return .failed(
            error, .answer(status: reply.status, retryAfter: headers.retryAfter))
    }
}

extension TransferFailure {
    /// The same for the limiter.
    fileprivate var outcome: AttemptOutcome {
        if error == .cancelled {
            isUnsent ? .unsent : .abandoned
        } else {
            isUnsent ? .unconnected : .unanswered
        }
    }
}

extension HTTPExchange {
    init(
        _ request: DiscordRequest, _ trace: TraceContext?, _ configuration: DiscordConfiguration
    ) throws(DiscordError) {
        self.init(
            method: request.method, url: configuration.base + request.target,
            headers: try RequestHeaders(configuration: configuration).lines(request, trace: trace),
            body: request.body, isRepeatable: request.isRepeatable, sink: request.sink)
    }
}

extension DiscordError {
    /// The error for an answer that isn't good.
    fileprivate init(_ status: Int, _ refusal: RefusalBody, _ request: DiscordRequest) {
        switch status {
        case 401 where request.authorization == .bot: self = .tokenRefused
        case ..<400: self = .unreachable("it answered \(status), a redirect, which isn't followed")
        default:
            self = .refused(status: status, code: refusal.code, message: refusal.message)
        }
    }
}
