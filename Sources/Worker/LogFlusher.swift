import Essentials
import EventLoop

/// Writes log lines at the end of the loop's turn, so that a turn's lines cost one write.
@LoopActor
package final class LogFlusher: TurnEndHandler {
    private let sink: LogSink

    private init(_ sink: LogSink) {
        self.sink = sink
    }

    /// From now on the process's log is written by the loop.
    package static func start(_ sink: LogSink = .standardError) {
        let flusher = LogFlusher(sink)
        sink.waitForFlush {
            if LoopExecutor.shared.isOnLoop {
                LoopActor.assumeIsolated { EventLoop.shared.atTurnEnd(flusher) }
            } else {
                spawn { flusher.turnEnded() }
            }
        }
    }

    package func turnEnded() {
        sink.flush()
        // Its reader is slow: nothing tells when there is room again.
        guard sink.hasPending else { return }
        EventLoop.shared.schedule(after: .milliseconds(100)) { self.turnEnded() }
    }
}
