import EventLoop

/// A held lock; it is lost if its session breaks.
@LoopActor
package final class Lock {
    /// False as soon as the session is known to be broken: another worker may hold the lock by now.
    package private(set) var isHeld = true
    let hash: Int64

    init(hash: Int64) {
        self.hash = hash
    }

    /// Its session is gone, or the body under it has ended.
    func end() { isHeld = false }
}

/// Marks tasks that run under a lock, since a second lock inside it could deadlock. Tasks spawned there inherit the mark.
enum LockScope {
    @TaskLocal static var isUnderLock = false
}
