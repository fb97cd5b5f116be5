import Essentials
import EventLoop

/// Writing streamed bodies.
extension HTTPConnection {
    /// Sends the head, then the body as it is made. False when the connection ends after it.
    func stream(
        _ response: HTTPResponse, _ make: @LoopActor (HTTPBodyStream) async throws -> Void,
        hasBody: Bool, version: HTTPVersion, closes: Bool
    ) async -> Bool {
        let isChunked = version == .http11
        let endsConnection = closes || !isChunked
        let output = borrowOutput()
        server.encoder.appendHead(
            of: response,
            framing: response.isBodiless ? .none : isChunked ? .chunked : .untilClose,
            persistence: .init(closes: endsConnection, version: version),
            at: EventLoop.shared.now, to: &output.writer)
        scheduleFlush()
        guard hasBody else { return !endsConnection }
        return await isWholeBodySent(make, isChunked: isChunked) && !endsConnection
    }

    private func isWholeBodySent(
        _ make: @LoopActor (HTTPBodyStream) async throws -> Void, isChunked: Bool
    ) async -> Bool {
        let sink = ConnectionBodySink(self, isChunked: isChunked)
        do {
            try await make(HTTPBodyStream(to: sink))
            if isChunked { ResponseEncoder.appendLastChunk(to: &borrowOutput().writer) }
            scheduleFlush()
            return true
        } catch {
            server.brokenStreams += 1
            isAborted = !isChunked
            return false
        }
    }
}

/// Puts the parts of a streamed body on their connection.
private final class ConnectionBodySink: HTTPBodySink {
    private let connection: HTTPConnection
    private let isChunked: Bool

    init(_ connection: HTTPConnection, isChunked: Bool) {
        self.connection = connection
        self.isChunked = isChunked
    }

    func send(_ part: (inout ByteWriter) -> Void) async throws(HTTPStreamError) {
        guard !connection.isBroken else { throw .disconnected }
        connection.server.withScratch(part) { bytes in
            let output = connection.borrowOutput()
            if isChunked {
                ResponseEncoder.appendChunk(bytes, to: &output.writer)
            } else {
                output.writer.append(bytes)
            }
        }
        connection.scheduleFlush()
        await connection.waitUntilUnsent(atMost: connection.server.limits.unsentBytes)
        guard !connection.isBroken else { throw .disconnected }
        connection.enter(.responding)
    }
}
