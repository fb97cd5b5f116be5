import Essentials
import EventLoop
import Glibc

/// Ending a server without dropping a request.
extension HTTPServer {
    /// Ends the server so that no request goes without its answer, as far as the time allows.
    ///
    /// From now on every answer says `Connection: close`. Accepting goes on for `delay`, then until the queues are
    /// empty. An idle connection is kept for the request that may be on its way. After `limit`, counted from the call,
    /// what is left is cut off.
    /// - Parameter endsListening: nobody else accepts from the sockets, so they stop listening when their queues are
    ///   empty: a late client is refused at once rather than left waiting.
    package func drain(
        acceptingFor delay: Duration, limit: Duration, endsListening: Bool = false
    ) async {
        isClosing = true
        let end = Instant.now() + limit
        await sleep(for: min(delay, limit))
        await acceptRest(until: end, endsListening)
        for fd in listeners.keys { removeListener(fd) }
        await waitUntilEmpty(until: end)
        forEachConnection { $0.abandon() }
        await waitUntilEmpty(until: .now() + .seconds(1))
    }

    /// Ends the server at once: what is being answered is finished, all else is closed.
    package func closeNow() {
        isClosing = true
        for fd in listeners.keys { removeListener(fd) }
        forEachConnection { $0.closeWhenIdle() }
    }

    /// Returns when no connection is left, or when the time is over.
    package func waitUntilEmpty(until end: Instant) async {
        guard connectionCount > 0 else { return }
        let emptied = Promise<Void>()
        self.emptied.append(emptied)
        let timer = EventLoop.shared.schedule(after: end - .now()) { emptied.fulfil(()) }
        await emptied.value
        EventLoop.shared.cancel(timer)
    }

    private func acceptRest(until end: Instant, _ endsListening: Bool) async {
        for fd in listeners.keys {
            while listeners[fd] != nil, !accept(from: fd, atMost: limits.acceptsPerTurn) {
                guard Instant.now() < end else { return }
                await sleep(for: .milliseconds(1))
            }
            if endsListening, listeners[fd] != nil { shutdown(fd, Int32(SHUT_RD)) }
            removeListener(fd)
        }
    }
}
