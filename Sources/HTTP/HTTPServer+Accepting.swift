import CLinux
import Essentials
import EventLoop
import Glibc

/// Accepting connections.
extension HTTPServer {
    /// Accepts from a listening socket until `removeListener`. The socket stays its owner's; it must not block.
    package func addListener(_ fd: Int32) {
        guard listeners[fd] == nil else { return }
        let listener = HTTPListener(fd: fd, server: self)
        listeners[fd] = listener
        EventLoop.shared.watch(fd, isFull ? [] : .read, listener)
        listener.isPaused = isFull
    }

    /// Stops accepting from a socket. Who waits in its queue waits for another process that accepts from it.
    package func removeListener(_ fd: Int32) {
        guard listeners.removeValue(forKey: fd) != nil else { return }
        EventLoop.shared.unwatch(fd)
    }

    /// Connections wait in the listeners' queues while the server is full.
    func pauseAccepting() {
        for listener in listeners.values where !listener.isPaused {
            listener.isPaused = true
            EventLoop.shared.rewatch(listener.fd, [])
        }
    }

    func resumeAccepting() {
        for listener in listeners.values where listener.isPaused {
            listener.isPaused = false
            EventLoop.shared.rewatch(listener.fd, .read)
        }
    }

    /// Takes at most so many connections; true when the queue is empty.
    @discardableResult
    func accept(from listener: Int32, atMost count: Int) -> Bool {
        for _ in 0..<count {
            guard !isFull else {
                pauseAccepting()
                return false
            }
            let fd = clinux_accept(listener)
            if fd >= 0 {
                adopt(fd)
            } else if !isTransient(errno) {
                return !isOutOfResources(errno)
            }
        }
        return false
    }

    /// A connection that died while it waited is nobody's failure.
    private func isTransient(_ error: Int32) -> Bool {
        error == EINTR || error == ECONNABORTED || error == EPROTO
    }

    /// Without descriptors or memory a ready listener would keep the loop spinning: it is left alone for a moment.
    private func isOutOfResources(_ error: Int32) -> Bool {
        guard [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error) else { return false }
        acceptFailures += 1
        pauseAccepting()
        EventLoop.shared.schedule(after: .milliseconds(100)) { [weak self] in
            guard let self, !self.isFull else { return }
            self.resumeAccepting()
        }
        return true
    }

    /// Drops a connection that can't be watched.
    func refuse(_ fd: Int32) {
        acceptFailures += 1
        Glibc.close(fd)
    }
}

/// A listening socket that a server accepts from.
@LoopActor
final class HTTPListener: DescriptorHandler {
    let fd: Int32
    var isPaused = false
    private unowned let server: HTTPServer

    init(fd: Int32, server: HTTPServer) {
        self.fd = fd
        self.server = server
    }

    func ready(_ fd: Int32, _ readiness: Readiness) {
        server.accept(from: fd, atMost: server.limits.acceptsPerTurn)
    }
}
