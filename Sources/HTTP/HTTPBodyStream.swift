import Essentials
import EventLoop

/// Why a streamed body can't go on.
package enum HTTPStreamError: Error, Equatable, Sendable {
    /// The client is gone, or has read nothing for longer than the stall timeout.
    case disconnected
}

/// Where the parts of a streamed body go: a connection, or a test's buffer.
package protocol HTTPBodySink: AnyObject {
    @LoopActor func send(
        _ part: (inout ByteWriter) -> Void
    ) async throws(HTTPStreamError)
}

/// A body that is sent while it is made.
@LoopActor
package final class HTTPBodyStream {
    private let sink: any HTTPBodySink

    package init(to sink: any HTTPBodySink) {
        self.sink = sink
    }

    /// Sends one part. Suspends while the client is slow, so that parts of some ten kilobytes keep memory small.
    package func write(
        _ part: (inout ByteWriter) -> Void
    ) async throws(HTTPStreamError) {
        try await sink.send(part)
    }
}
