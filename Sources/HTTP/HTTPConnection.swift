import Essentials
import EventLoop

/// One client's connection: a task that takes request after request, answers each, and closes at the end.
///
/// The descriptor is watched once, edge-triggered; `ready` notes what is possible, and wakes the task where it waits for
/// just that. Nothing is read while a request is being answered, and nothing is made for a client that doesn't read.
@LoopActor
final class HTTPConnection {
    /// The task's present work, which gives the deadline its meaning.
    enum Phase: Equatable {
        case idle
        case readingHead
        case readingBody
        case responding
        /// Waiting until at most so many bytes are unsent.
        case sending(downTo: Int)
        case lingering
    }

    /// Something to answer.
    enum Incoming {
        case request(HTTPRequest)
        /// A request without its body, which may be read once it's admitted.
        case head(HTTPRequest)
        case malformed(HTTPError)
    }

    let fd: Int32
    let server: HTTPServer
    var input: RequestBuffer?
    var output: OutputBuffer?
    private(set) var phase = Phase.idle
    /// When the phase has lasted too long.
    private(set) var deadline: Instant

    /// More may be read, or the end of the input.
    var isReadable = false
    var isWritable = true
    /// The client has sent its last byte.
    var hasPeerFinished = false
    /// Nothing can be sent or received any more.
    private(set) var isBroken = false
    /// Closing sends a reset, because the client couldn't tell otherwise that it hasn't the whole answer.
    var isAborted = false
    /// The phase's deadline has passed, or the server wants the connection gone.
    var isExpired = false
    var isFlushScheduled = false
    /// The task waits for the end of the turn.
    var awaitsTurnEnd = false
    /// How often the task has received or answered since it last waited.
    private var burst = 0
    /// When bytes were last received.
    var lastReceipt: Instant
    private var waiter: UnsafeContinuation<Void, Never>?
    /// Cancelled when the connection breaks, so that nothing more is done for a client that is gone.
    private var task: Task<Void, Never>?
    /// A response is being made, and an interim one may go before it.
    private var mayProbe = false

    init(fd: Int32, server: HTTPServer) {
        self.fd = fd
        self.server = server
        lastReceipt = EventLoop.shared.now
        deadline = lastReceipt + server.limits.idleTimeout
    }

    /// Begins to serve the connection, until it is closed.
    func start() {
        task = spawnCancellable { await self.run() }
    }

    private func run() async {
        while let incoming = await nextIncoming() {
            guard await goesOn(after: incoming) else { return await closeAfterAnswer() }
        }
        await close()
    }

    /// Answers; false when the connection ends with that.
    private func goesOn(after incoming: Incoming) async -> Bool {
        switch incoming {
        case .request(let request):
            return await goesOn(after: request)
        case .head(let head):
            return await goesOn(afterHead: head)
        case .malformed(let error):
            return await refuse(error)
        }
    }

    private func refuse(_ error: HTTPError) async -> Bool {
        server.malformed += 1
        let response = server.responder.respond(toMalformed: error)
        return await send(response, isHead: false, version: .http11, closes: true)
    }

    /// Goes on to read the body, unless the head is enough to refuse the request.
    private func goesOn(afterHead head: HTTPRequest) async -> Bool {
        enter(.responding)
        switch await server.responder.admission(of: head) {
        case .admitted(let party):
            do throws(HTTPError) {
                try input?.admit(for: party)
                return true
            } catch {
                return await refuse(error)
            }
        case .refused(let response):
            server.requests += 1
            return await send(
                response, isHead: head.method == .head, version: head.version, closes: true)
        }
    }

    private func goesOn(after request: HTTPRequest) async -> Bool {
        server.requests += 1
        enter(.responding)
        mayProbe = request.version == .http11
        let response = await server.responder.respond(to: request)
        mayProbe = false
        let closes = response.closes || !request.keepAlive || isLastRequest
        let goesOn = await send(
            response, isHead: request.method == .head, version: request.version, closes: closes)
        input?.finishRequest()
        if unsent > server.limits.unsentBytes {
            await waitUntilUnsent(atMost: server.limits.unsentBytes)
        }
        await breathe()
        return goesOn
    }

    /// A closing server answers what has been sent already before it says that it closes.
    private var isLastRequest: Bool {
        server.isClosing && !(input?.hasFurtherBytes ?? false) && (!isReadable || hasPeerFinished)
    }

    // MARK: Waiting

    func enter(_ phase: Phase) {
        self.phase = phase
        isExpired = false
        let limits = server.limits
        switch phase {
        case .idle: deadline = EventLoop.shared.now + limits.idleTimeout
        case .readingHead: deadline = EventLoop.shared.now + limits.headTimeout
        case .readingBody: deadline = EventLoop.shared.now + limits.bodyTimeout
        case .responding: deadline = Instant(nanoseconds: .max)
        case .sending: deadline = EventLoop.shared.now + limits.stallTimeout
        case .lingering: deadline = EventLoop.shared.now + limits.lingerTimeout
        }
    }

    /// Suspends the task until something happened; the caller looks again whether it was the right thing.
    func wait() async {
        burst = 0
        await withUnsafeContinuation { waiter = $0 }
    }

    /// Lets the others have their turn after so much work in one go: a client that never pauses must not keep them, or
    /// the timers, waiting.
    func breathe() async {
        burst += 1
        if burst >= 32 { await waitForTurnEnd() }
    }

    func waitForTurnEnd() async {
        awaitsTurnEnd = true
        scheduleTurnEnd()
        await wait()
    }

    func wake() {
        guard let waiter else { return }
        self.waiter = nil
        waiter.resume()
    }

    /// The client has read something: it isn't stalled.
    func noteProgress() {
        switch phase {
        case .sending, .idle: enter(phase)
        default: break
        }
    }

    /// Called by the server's sweep.
    func sweep(at now: Instant) {
        if mayProbe, hasPeerFinished { probe() }
        guard deadline <= now, !isExpired else { return }
        isExpired = true
        if case .sending = phase { return abandon() }
        wake()
    }

    /// Finds out whether a client that has sent its last byte is still there: it may have closed the connection, or only its own side.
    /// Where nobody reads any more, whatever is sent is answered with a reset. Clients of HTTP/1.1 skip a `100 Continue`.
    private func probe() {
        mayProbe = false
        borrowOutput().writer.append(StatusLine.continue)
        scheduleFlush()
    }

    /// Ends the connection as soon as nothing is being answered on it.
    func closeWhenIdle() {
        switch phase {
        case .idle where unsent > 0:
            isExpired = true
            wake()
        case .idle, .readingHead, .readingBody, .lingering: abandon()
        case .responding, .sending: break
        }
    }

    /// Ends the connection whatever it is doing: nothing can be sent or received any more.
    func abandon() {
        isBroken = true
        task?.cancel()
        wake()
    }
}

extension HTTPConnection: DescriptorHandler {
    func ready(_ fd: Int32, _ readiness: Readiness) {
        if readiness.contains(.failed) { return abandon() }
        if readiness.contains(.peerClosed) { hasPeerFinished = true }
        if !readiness.isDisjoint(with: [.readable, .peerClosed]) { isReadable = true }
        if readiness.contains(.writable), !isWritable {
            isWritable = true
            scheduleFlush()
        }
        if isReadable, isReading { wake() }
    }

    private var isReading: Bool {
        switch phase {
        case .idle, .readingHead, .readingBody, .lingering: true
        case .responding, .sending: false
        }
    }
}
