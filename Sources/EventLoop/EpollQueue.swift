import CLinux
import Glibc

/// The `EventQueue` on Linux's epoll.
package final class EpollQueue: EventQueue {
    private let epoll: Int32
    private let buffer: UnsafeMutableBufferPointer<clinux_event>

    /// Stops the process if the system gives no epoll descriptor: nothing works without one.
    package init() {
        epoll = clinux_epoll_create()
        precondition(epoll >= 0, "epoll_create1 failed: \(errno)")
        buffer = .allocate(capacity: 256)
    }

    deinit {
        close(epoll)
        buffer.deallocate()
    }

    package func add(_ fd: Int32, _ interest: Interest, tag: UInt64) -> Bool {
        clinux_epoll_add(epoll, fd, interest.epollEvents, tag) == 0
    }

    package func modify(_ fd: Int32, _ interest: Interest, tag: UInt64) {
        _ = clinux_epoll_modify(epoll, fd, interest.epollEvents, tag)
    }

    package func remove(_ fd: Int32) {
        _ = clinux_epoll_remove(epoll, fd)
    }

    package func wait(timeout: Int32, into events: inout [QueueEvent]) {
        let count = clinux_epoll_wait(epoll, buffer.baseAddress, Int32(buffer.count), timeout)
        for index in 0..<Int(max(count, 0)) {
            let event = buffer[index]
            events.append(
                QueueEvent(tag: event.tag, readiness: Readiness(epollEvents: event.events)))
        }
    }
}

extension Interest {
    fileprivate var epollEvents: UInt32 {
        var events: UInt32 = 0
        if contains(.read) { events |= EPOLLIN.rawValue }
        if contains(.write) { events |= EPOLLOUT.rawValue }
        if contains(.edgeTriggered) { events |= 1 << 31 }  // EPOLLET, which Swift can't import
        if contains(.peerClosed) { events |= EPOLLRDHUP.rawValue }
        return events
    }
}

extension Readiness {
    fileprivate init(epollEvents events: UInt32) {
        self = []
        if events & EPOLLIN.rawValue != 0 { insert(.readable) }
        if events & EPOLLOUT.rawValue != 0 { insert(.writable) }
        if events & EPOLLRDHUP.rawValue != 0 { insert(.peerClosed) }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { insert(.failed) }
    }
}
