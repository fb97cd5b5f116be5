import Essentials
import Glibc

/// A connection's unsent responses, one after the other. Borrowed while there are some.
final class OutputBuffer {
    /// The capacity that a buffer keeps when it is given back.
    static let usualCapacity = 16_384

    var writer = ByteWriter(capacity: 1024)
    /// How much of the writer's bytes has been sent.
    private var sent = 0
    /// A large document that follows them without being copied; all connections share it.
    private var document: [UInt8] = []
    private var documentSent = 0

    var pending: Int { pendingWritten + document.count - documentSent }
    private var pendingWritten: Int { writer.count - sent }

    /// Has a document sent after what has been written. Nothing may be written behind it until it's sent.
    func attach(_ document: [UInt8]) {
        self.document = document
        documentSent = 0
    }

    /// How a round of sending ended.
    enum Outcome {
        case allSent
        case blocked
        case failed
    }

    /// Sends until all is sent or the socket takes no more.
    func send(to fd: Int32) -> Outcome {
        while pending > 0 {
            let wanted = pendingWritten > 0 ? pendingWritten : pending
            let count = sendPart(to: fd)
            if count < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN ? .blocked : .failed
            }
            // A socket that takes a part is full: it would refuse the rest.
            if count < wanted {
                dropSent()
                return .blocked
            }
        }
        clear()
        return .allSent
    }

    private func sendPart(to fd: Int32) -> Int {
        let more = pending > pendingWritten ? Int32(MSG_MORE) : 0
        let flags = Int32(MSG_NOSIGNAL)
        if pendingWritten > 0 {
            let count = writer.withBytes { bytes in
                Glibc.send(fd, bytes.baseAddress.map { $0 + sent }, pendingWritten, flags | more)
            }
            sent += max(0, count)
            return count
        }
        let count = document.withUnsafeBytes { bytes in
            Glibc.send(fd, bytes.baseAddress.map { $0 + documentSent }, pending, flags)
        }
        documentSent += max(0, count)
        return count
    }

    /// Sent bytes in front of unsent ones are dropped when moving the rest is cheap beside sending it.
    private func dropSent() {
        guard sent >= pendingWritten else { return }
        writer.removeFirst(sent)
        sent = 0
    }

    func clear() {
        sent = 0
        document = []
        documentSent = 0
        writer.removeAll(keepingCapacity: writer.capacity <= Self.usualCapacity)
    }
}
