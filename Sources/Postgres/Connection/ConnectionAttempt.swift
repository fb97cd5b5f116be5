import CPostgres
import EventLoop

/// One attempt to connect to one address, within a time limit.
@LoopActor
final class ConnectionAttempt: DescriptorHandler {
    /// Why it failed, in libpq's words, for the log.
    struct Failure: Error {
        let reason: String
    }

    private let raw: OpaquePointer
    /// nil means success.
    private let outcome = Promise<Failure?>()
    private var watched: Int32 = -1

    /// - Returns: a connection in non-blocking pipeline mode.
    static func run(
        _ raw: OpaquePointer?, limit: Duration
    ) async throws(Failure) -> OpaquePointer {
        guard let raw else { throw Failure(reason: "out of memory") }
        let attempt = ConnectionAttempt(raw)
        let timer = EventLoop.shared.schedule(after: limit) { attempt.fail("no answer in time") }
        attempt.begin()
        defer { EventLoop.shared.cancel(timer) }
        if let failure = await attempt.outcome.value { throw failure }
        return raw
    }

    private init(_ raw: OpaquePointer) {
        self.raw = raw
    }

    func ready(_ fd: Int32, _ readiness: Readiness) {
        poll()
    }

    private func begin() {
        // Drops the server's notices, which libpq would print.
        PQsetNoticeProcessor(raw, { _, _ in }, nil)
        guard PQstatus(raw) != CONNECTION_BAD else { return fail(message) }
        watch(.write)
    }

    /// libpq may switch to another socket while polling, so it is watched anew each time.
    private func poll() {
        unwatch()
        switch PQconnectPoll(raw) {
        case PGRES_POLLING_READING: watch(.read)
        case PGRES_POLLING_WRITING: watch(.write)
        case PGRES_POLLING_OK: succeed()
        default: fail(message)
        }
    }

    private func succeed() {
        guard PQsetnonblocking(raw, 1) == 0, PQenterPipelineMode(raw) == 1 else {
            return fail(message)
        }
        outcome.fulfil(nil)
    }

    private func fail(_ reason: String) {
        guard !outcome.isFulfilled else { return }
        unwatch()
        PQfinish(raw)
        outcome.fulfil(Failure(reason: reason))
    }

    private func watch(_ interest: Interest) {
        watched = PQsocket(raw)
        guard watched >= 0, EventLoop.shared.watch(watched, interest, self) else {
            return fail("the socket can't be watched")
        }
    }

    private func unwatch() {
        guard watched >= 0 else { return }
        EventLoop.shared.unwatch(watched)
        watched = -1
    }

    private var message: String {
        let lines = String(cString: PQerrorMessage(raw)).split(separator: "\n")
        return lines.joined(separator: "; ")
    }
}
