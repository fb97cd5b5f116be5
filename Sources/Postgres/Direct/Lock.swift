import EventLoop

/// A held lock; it is lost if its session breaks.
@LoopActor
package final class Lock {
    /// False as soon as the session is known to be broken: another worker may hold the lock by now.
    package private(set) var isHeld = true
    let hash: Int64
    private var actions: [@LoopActor () -> Void] = []

    init(hash: Int64) {
        self.hash = hash
    }

    /// Calls the action once when the lock is lost, immediately if it already is.
    package func onLoss(_ action: @escaping @LoopActor () -> Void) {
        guard isHeld else { return action() }
        actions.append(action)
    }

    func lose() {
        isHeld = false
        for action in actions { action() }
        actions = []
    }

    /// The body under it has ended.
    func end() {
        isHeld = false
        actions = []
    }
}

/// Marks tasks that run under a lock, since a second lock inside it could deadlock. Tasks spawned there inherit the mark.
enum LockScope {
    @TaskLocal static var isUnderLock = false
}
