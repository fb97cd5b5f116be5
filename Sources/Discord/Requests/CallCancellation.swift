import EventLoop

/// Ends a call early, because its caller is gone or the worker stops.
@LoopActor
final class CallCancellation {
    /// Which calls end early.
    enum Extent: Hashable {
        /// The caller is gone: reads, and changes that weren't sent. The outcome of a change that was sent is awaited, so that it can be stored.
        case withoutEffect
        /// The worker stops: all, whatever they have done.
        case everything
    }

    private(set) var extent: Extent?
    private var action: (@LoopActor (Extent) -> Void)?

    /// Nothing more is sent, or waited for before sending.
    var isCancelled: Bool { extent != nil }

    /// Sets what a cancellation has to do from now on; called immediately where it has come already.
    func onCancel(_ action: @escaping @LoopActor (Extent) -> Void) {
        self.action = action
        if let extent { action(extent) }
    }

    func disarm() { action = nil }

    func cancel(_ extent: Extent = .everything) {
        guard self.extent != .everything, self.extent != extent else { return }
        self.extent = extent
        action?(extent)
    }

    /// Waits for a time, or until it's cancelled.
    func pause(for duration: Duration) async {
        let elapsed = Promise<Void>()
        let timer = EventLoop.shared.schedule(after: duration) { elapsed.fulfil(()) }
        onCancel { _ in
            EventLoop.shared.cancel(timer)
            elapsed.fulfil(())
        }
        await elapsed.value
        disarm()
    }
}
