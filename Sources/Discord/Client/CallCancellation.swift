import EventLoop

/// What breaks a call off: its caller is gone, or the worker stops.
@LoopActor
final class CallCancellation {
    private(set) var isCancelled = false
    private var action: (@LoopActor () -> Void)?

    /// Sets what a cancellation has to do from now on; called at once where it has come already.
    func onCancel(_ action: @escaping @LoopActor () -> Void) {
        if isCancelled { action() } else { self.action = action }
    }

    func disarm() { action = nil }

    func cancel() {
        guard !isCancelled else { return }
        isCancelled = true
        action?()
        action = nil
    }

    /// Waits for a time, less where it's cancelled.
    func pause(for duration: Duration) async {
        let elapsed = Promise<Void>()
        let timer = EventLoop.shared.schedule(after: duration) { elapsed.fulfil(()) }
        onCancel {
            EventLoop.shared.cancel(timer)
            elapsed.fulfil(())
        }
        await elapsed.value
        disarm()
    }
}
