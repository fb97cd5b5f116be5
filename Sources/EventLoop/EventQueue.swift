/// What a descriptor is watched for.
package struct Interest: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let read = Interest(rawValue: 1)
    package static let write = Interest(rawValue: 2)
    /// Reports changes only: the handler reads and writes until EAGAIN.
    package static let edgeTriggered = Interest(rawValue: 4)
    /// Reports that the peer has shut down its writing side.
    package static let peerClosed = Interest(rawValue: 8)
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let readable = Readiness(rawValue: 1)
    package static let writable = Readiness(rawValue: 2)
    package static let peerClosed = Readiness(rawValue: 4)
    package static let failed = Readiness(rawValue: 8)
}

/// One readiness report: the tag given with the descriptor, and what it is ready for.
package struct QueueEvent: Sendable {
    package let tag: UInt64
    package let readiness: Readiness

    package init(tag: UInt64, readiness: Readiness) {
        self.tag = tag
        self.readiness = readiness
    }
}

/// The source of readiness events: epoll, or a mock in tests.
package protocol EventQueue: AnyObject {
    /// Watches a descriptor; false, with errno, where the system refuses.
    func add(_ fd: Int32, _ interest: Interest, tag: UInt64) -> Bool
    func modify(_ fd: Int32, _ interest: Interest, tag: UInt64)
    func remove(_ fd: Int32)
    /// Appends what is ready, waiting at most `timeout` milliseconds (-1: for ever).
    func wait(timeout: Int32, into events: inout [QueueEvent])
}

/// The owner of a descriptor; called on the loop when the descriptor is ready.
package protocol DescriptorHandler: AnyObject {
    @LoopActor func ready(_ fd: Int32, _ readiness: Readiness)
}

/// Called once at the end of the turn in which it registered.
package protocol TurnEndHandler: AnyObject {
    @LoopActor func turnEnded()
}

/// Called once when the loop is next idle.
package protocol IdleHandler: AnyObject {
    @LoopActor func becameIdle()
}
