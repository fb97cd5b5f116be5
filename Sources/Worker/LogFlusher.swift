import Modules

/// Writes log lines at the end of the loop's turn, so that a turn's lines cost one write.
@LoopActor
package final class LogFlusher: TurnEndHandler {
    private let sink: LogSink

    private init(_ sink: LogSink) {
        self.sink = sink
    }

    /// Makes the loop write the process's log.
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
        // The reader is slow, and nothing reports when there is room again: try later.
        guard sink.hasPending else { return }
        EventLoop.shared.schedule(after: .milliseconds(100)) { self.turnEnded() }
    }
}
