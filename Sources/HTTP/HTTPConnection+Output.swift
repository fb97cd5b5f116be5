import Essentials
import EventLoop

/// Writing responses.
extension HTTPConnection {
    /// Writes a response; returns when it has been made, if not sent. False when the connection ends after it.
    func send(
        _ response: HTTPResponse, isHead: Bool, version: HTTPVersion, closes: Bool
    ) async -> Bool {
        let persistence = ResponseEncoder.Persistence(closes: closes, version: version)
        let hasBody = !isHead && !response.isBodiless
        switch response.body {
        case .empty:
            append(response, persistence, hasBody, UnsafeRawBufferPointer(start: nil, count: 0))
        case .text(let text):
            let bytes = UnsafeRawBufferPointer(
                start: text.utf8Start, count: text.utf8CodeUnitCount)
            append(response, persistence, hasBody, bytes)
        case .bytes(let bytes) where hasBody && bytes.count > OutputBuffer.usualCapacity:
            await sendDocument(bytes, of: response, persistence)
        case .bytes(let bytes):
            bytes.withUnsafeBytes { append(response, persistence, hasBody, $0) }
        case .written(let write):
            server.withScratch(write) { append(response, persistence, hasBody, $0) }
        case .stream(let make):
            return await stream(
                response, make, hasBody: hasBody, version: version, closes: closes)
        case .hangUp:
            isAborted = true
            return false
        }
        return !closes
    }

    private func append(
        _ response: HTTPResponse, _ persistence: ResponseEncoder.Persistence, _ hasBody: Bool,
        _ body: UnsafeRawBufferPointer
    ) {
        let output = borrowOutput()
        server.encoder.appendHead(
            of: response, framing: response.isBodiless ? .none : .length(body.count),
            persistence: persistence, at: EventLoop.shared.now, to: &output.writer)
        if hasBody { output.writer.append(body) }
        scheduleFlush()
    }

    /// A client that asks for documents and doesn't read them costs no memory.
    private func sendDocument(
        _ document: [UInt8], of response: HTTPResponse, _ persistence: ResponseEncoder.Persistence
    ) async {
        let output = borrowOutput()
        server.encoder.appendHead(
            of: response, framing: .length(document.count), persistence: persistence,
            at: EventLoop.shared.now, to: &output.writer)
        output.attach(document)
        await waitUntilUnsent(atMost: 0)
    }

    // MARK: Flushing

    func borrowOutput() -> OutputBuffer {
        if let output { return output }
        let borrowed = server.pool.takeOutput()
        output = borrowed
        return borrowed
    }

    /// Sends at the end of the turn what has come together by then.
    func scheduleFlush() {
        if output != nil { scheduleTurnEnd() }
    }

    func scheduleTurnEnd() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        EventLoop.shared.atTurnEnd(self)
    }

    func flush() {
        guard let output, isWritable, !isBroken else { return }
        let before = output.pending
        switch output.send(to: fd) {
        case .allSent:
            self.output = nil
            server.pool.giveBack(output)
        case .blocked:
            isWritable = false
        case .failed:
            return abandon()
        }
        if unsent < before { noteProgress() }
        if case .sending(let mark) = phase, unsent <= mark { wake() }
    }

    var unsent: Int { output?.pending ?? 0 }

    /// Suspends while the client is slow. One that reads nothing at all for too long breaks the connection.
    func waitUntilUnsent(atMost mark: Int) async {
        scheduleFlush()
        while unsent > mark, !isBroken {
            enter(.sending(downTo: mark))
            await wait()
        }
    }
}

extension HTTPConnection: TurnEndHandler {
    func turnEnded() {
        isFlushScheduled = false
        flush()
        if awaitsTurnEnd {
            awaitsTurnEnd = false
            wake()
        }
    }
}
