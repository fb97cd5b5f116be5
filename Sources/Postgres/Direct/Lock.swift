import EventLoop

/// A lock that is held, until its session breaks.
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

/// Marks what runs under a lock, for a second lock inside it could deadlock. Tasks spawned there inherit the mark.
enum LockScope {
    @TaskLocal static var isUnderLock = false
}
