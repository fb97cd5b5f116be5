import EventLoop
import Glibc

/// One end of the socket pair between supervisor and worker: sends and receives messages, and reports its end once.
@LoopActor
package final class Link<Incoming: LinkMessage, Outgoing: LinkMessage>: DescriptorHandler {
    /// What a link reports.
    package enum Event {
        case received(Incoming)
        /// The peer is gone, or sent what isn't a message: why it isn't one.
        case ended(LinkError?)
    }

    private let fd: Int32
    private let onEvent: @LoopActor (Event) -> Void
    private var decoder = LinkDecoder<Incoming>()
    private var unsent: [UInt8] = []
    private var isOpen = true

    /// Takes ownership of a connected, non-blocking socket.
    package init(_ fd: Int32, _ onEvent: @escaping @LoopActor (Event) -> Void) {
        self.fd = fd
        self.onEvent = onEvent
        EventLoop.shared.watch(fd, .read, self)
    }

    package func send(_ message: Outgoing) {
        guard isOpen else { return }
        unsent += message.line
        write()
    }

    /// Sends unless earlier messages still wait: for messages that the next one supersedes.
    package func sendUnlessBusy(_ message: Outgoing) {
        if unsent.isEmpty { send(message) }
    }

    package func close() {
        guard isOpen else { return }
        isOpen = false
        EventLoop.shared.unwatch(fd)
        Glibc.close(fd)
    }

    package func ready(_ fd: Int32, _ readiness: Readiness) {
        if readiness.contains(.writable) { write() }
        guard !readiness.isDisjoint(with: [.readable, .failed, .peerClosed]) else { return }
        read()
    }

    private func write() {
        let sent = unsent.withUnsafeBytes { Glibc.send(fd, $0.baseAddress, $0.count, Self.flags) }
        if sent > 0 { unsent.removeFirst(sent) }
        // A broken pipe is noticed when reading.
        EventLoop.shared.rewatch(fd, unsent.isEmpty ? .read : [.read, .write])
    }

    private static var flags: Int32 { Int32(MSG_NOSIGNAL) }

    /// Delivers what has already arrived, before the end of its sender is handled.
    package func readRest() {
        while isOpen, read() {}
    }

    /// - Returns: whether there may be more.
    @discardableResult
    private func read() -> Bool {
        let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = Glibc.read(fd, buffer.baseAddress, buffer.count)
            if count > 0 { decoder.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
            return count
        }
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { end() }
        guard count > 0 else { return false }
        deliver()
        return true
    }

    private func deliver() {
        do throws(LinkError) {
            while isOpen, let message = try decoder.next() { onEvent(.received(message)) }
        } catch {
            end(error)
        }
    }

    private func end(_ error: LinkError? = nil) {
        guard isOpen else { return }
        close()
        onEvent(.ended(error))
    }
}

/// The two connected ends of a new link, non-blocking and closed on exec.
package func linkPair() -> (supervisor: Int32, worker: Int32)? {
    var ends: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
    return (ends[0], ends[1])
}
