import CLinux
import Glibc
import Synchronization

/// The destination of log lines: a descriptor that is written without ever waiting for its reader.
///
/// Lines that don't fit are dropped and counted, and a line reports it once there is room again.
package final class LogSink: Sendable {
    private struct State: ~Copyable {
        var pending = ByteWriter(capacity: 1024)
        var dropped: Int64 = 0
        var unreported: Int64 = 0
        var whenPending: (@Sendable () -> Void)?
        var isText = false
    }

    /// How many bytes may wait for a slow reader.
    private static let limit = 256 * 1024
    /// The size up to which a pipe writes atomically, so that lines of several processes don't mix.
    private static let pipeUnit = 4096

    private let descriptor: Int32
    private let ownsDescriptor: Bool
    private let state = Mutex(State())

    /// Writes to the descriptor, which the caller still owns. The process must ignore SIGPIPE.
    package init(descriptor: Int32) {
        self.descriptor =
            descriptor < 0 ? descriptor : kennel_descriptor_without_blocking(descriptor)
        ownsDescriptor = self.descriptor != descriptor
    }

    deinit {
        if ownsDescriptor { close(descriptor) }
    }

    package static let standardError = LogSink(descriptor: 2)
    package static let nowhere = LogSink(descriptor: -1)

    var isNowhere: Bool { descriptor < 0 }

    /// How many lines have been dropped.
    package var droppedLines: Int64 { state.withLock { $0.dropped } }

    /// The format of lines from now on; JSON at first.
    package func use(_ format: LogFormat) {
        let isText = format == .text || format == .auto && isatty(descriptor) == 1
        state.withLock { $0.isText = isText }
    }

    /// From now on lines below `error` wait for `flush`, so that a burst of them costs one write.
    /// - Parameter whenPending: called when the first line waits; it must make sure that `flush` is
    ///   called soon. It must not log.
    package func waitForFlush(whenPending: @escaping @Sendable () -> Void) {
        state.withLock { $0.whenPending = whenPending }
    }

    /// Whether lines wait for `flush` or for the reader.
    package var hasPending: Bool { state.withLock { !$0.pending.isEmpty } }

    /// Writes waiting lines, as many as the reader accepts.
    package func flush() {
        state.withLock { flush(&$0) }
    }

    /// Appends a line: `fill` writes a JSON object without its end.
    func write(_ level: LogLevel, _ fill: (inout ByteWriter) -> Void) {
        let notify = state.withLock { state -> (@Sendable () -> Void)? in
            if state.pending.count >= Self.limit { flush(&state) }
            guard state.pending.count < Self.limit else {
                state.dropped += 1
                state.unreported += 1
                return nil
            }
            let wasEmpty = state.pending.isEmpty
            reportDropped(&state)
            if state.isText {
                var json = ByteWriter(capacity: 256)
                fill(&json)
                append(json, to: &state)
            } else {
                fill(&state.pending)
                state.pending.append("}\n")
            }
            guard let whenPending = state.whenPending, level < .error else {
                flush(&state)
                return nil
            }
            return wasEmpty ? whenPending : nil
        }
        notify?()
    }

    private func reportDropped(_ state: inout State) {
        guard state.unreported > 0 else { return }
        var line = ByteWriter(capacity: 256)
        line.beginObject()
        line.field("time", Timestamp.now())
        line.field("level", LogLevel.warning.rawValue)
        line.field("message", "Log lines were dropped: their reader was too slow.")
        line.field("count", state.unreported)
        append(line, to: &state)
        state.unreported = 0
    }

    /// - Parameter json: an object without its end.
    private func append(_ json: consuming ByteWriter, to state: inout State) {
        json.append("}")
        let isText = state.isText
        json.withBytes { bytes in
            isText ? LogText.append(bytes, to: &state.pending) : state.pending.append(bytes)
        }
        state.pending.append("\n")
    }

    private func flush(_ state: inout State) {
        var done = 0
        while done < state.pending.count {
            let written = state.pending.withBytes { writeSome($0, from: done) }
            guard written > 0 else {
                if written < 0 { done = state.pending.count }
                break
            }
            done += written
        }
        state.pending.removeFirst(done)
        if state.pending.isEmpty, state.pending.capacity > 65_536 {
            state.pending.removeAll(keepingCapacity: false)
        }
    }

    /// Writes complete lines up to the pipe's atomic size, or one longer line. 0: there is no room now;
    /// below 0: the descriptor failed.
    private func writeSome(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
        let unit = rest.prefix(Self.pipeUnit)
        let lineEnd = unit.lastIndex(of: 0x0A) ?? rest.firstIndex(of: 0x0A)
        let written = kennel_write_without_waiting(
            descriptor, rest.baseAddress, lineEnd.map { $0 + 1 } ?? rest.count)
        if written >= 0 { return written }
        return errno == EAGAIN || errno == EINTR ? 0 : -1
    }
}
