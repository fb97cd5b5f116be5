import Essentials
import Glibc

/// What a connection has to send: responses, one after the other. Borrowed while there is something.
final class OutputBuffer {
    /// What a buffer may keep when it is given back.
    static let usualCapacity = 16_384

    var writer = ByteWriter(capacity: 1024)
    /// How much of the writer's bytes has been sent.
    private var sent = 0

    var pending: Int { writer.count - sent }

    /// How a round of sending ended.
    enum Outcome {
        case allSent
        case blocked
        case failed
    }

    /// Sends until all is sent or the socket takes no more.
    func send(to fd: Int32) -> Outcome {
        while pending > 0 {
            let count = writer.withBytes { bytes in
                Glibc.send(fd, bytes.baseAddress.map { $0 + sent }, pending, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN ? .blocked : .failed
            }
            sent += count
            // A socket that takes a part is full: it would refuse the rest.
            if pending > 0 {
                dropSent()
                return .blocked
            }
        }
        clear()
        return .allSent
    }

    /// Sent bytes in front of unsent ones are dropped when moving the rest is cheap beside sending it.
    private func dropSent() {
        guard sent >= pending else { return }
        writer.removeFirst(sent)
        sent = 0
    }

    func clear() {
        sent = 0
        writer.removeAll(keepingCapacity: writer.capacity <= Self.usualCapacity)
    }
}
