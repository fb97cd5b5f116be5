import CLinux
import Glibc

/// Signals as events of the loop.
@LoopActor
package enum Signals {
    /// Blocks the signals for this thread and hands each that comes to `action`, on the loop.
    /// Call it before any other thread starts, since threads inherit the mask.
    package static func handle(
        _ signals: [Int32], _ action: @escaping @LoopActor (Int32) -> Void
    ) {
        let fd = clinux_signalfd(signals, Int32(signals.count))
        precondition(fd >= 0, "signalfd failed: \(errno)")
        EventLoop.shared.watch(fd, .read, SignalHandler(action))
    }

    /// A peer that closes its socket must be an error of `write`, not the end of the process.
    package nonisolated static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }
}

private final class SignalHandler: DescriptorHandler {
    private let action: @LoopActor (Int32) -> Void

    init(_ action: @escaping @LoopActor (Int32) -> Void) {
        self.action = action
    }

    func ready(_ fd: Int32, _ readiness: Readiness) {
        while case let number = clinux_read_signal(fd), number != 0 {
            action(number)
        }
    }
}
