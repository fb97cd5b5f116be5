import Glibc

/// A small blocking HTTP/1.1 client with one connection, independent of the product's code, so that a bug can't hide itself.
package final class HTTPClient {
    /// Why a request has no answer.
    package enum Failure: Error, Equatable {
        /// No connection: nobody listens, or it was reset while it was made.
        case refused
        /// The peer closed before the answer was complete.
        case closed
        /// Nothing came for 60 s.
        case silent
    }

    package let localPort: UInt16
    private var fd: Int32
    private var input: [UInt8] = []
    private var consumed = 0

    /// - Parameter receiveBuffer: with a small one the server soon notices that nobody reads.
    package init(port: UInt16, receiveBuffer: Int32? = nil) throws(Failure) {
        fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
        var on: Int32 = 1
        setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        if var receiveBuffer {
            let size = socklen_t(MemoryLayout<Int32>.size)
            setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, size)
        }
        guard let local = Self.connect(fd, to: port) else {
            close(fd)
            throw .refused
        }
        localPort = local
    }

    deinit { leave() }

    /// Closes the connection; by a reset where the server is to learn of it at once.
    package func leave(resetting: Bool = false) {
        guard fd >= 0 else { return }
        if resetting {
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
        close(fd)
        fd = -1
    }

    private static func connect(_ fd: Int32, to port: UInt16) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard Glibc.connect(fd, address, size) == 0 else { return nil }
                guard getsockname(fd, address, &size) == 0 else { return nil }
                return UnsafeRawPointer(address).load(as: sockaddr_in.self).sin_port.bigEndian
            }
        }
    }

    /// Sends a request and waits for its answer.
    package func send(
        _ method: String, _ path: String, token: String? = nil, body: String? = nil,
        headers: [String] = []
    ) throws(Failure) -> HTTPAnswer {
        try write(Self.text(method, path, token: token, body: body, headers: headers))
        return try answer(toHead: method == "HEAD")
    }

    /// A request as it goes over the wire.
    package static func text(
        _ method: String, _ path: String, token: String? = nil, body: String? = nil,
        headers: [String] = []
    ) -> String {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: localhost"]
        if let token { lines.append("Authorization: Bearer \(token)") }
        if let body {
            lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
        }
        return (lines + headers).joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
    }

    package func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

    package func write(_ bytes: [UInt8]) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(fd, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw errno == EAGAIN ? .silent : .closed }
            sent += count
        }
    }

    /// Reads one whole answer.
    package func answer(toHead: Bool = false) throws(Failure) -> HTTPAnswer {
        var answer = HTTPAnswer(head: try line(endingWith: [13, 10, 13, 10]))
        if toHead || answer.status == 204 || answer.status == 304 || answer.status < 200 {
            return answer
        }
        if answer.header("transfer-encoding") == "chunked" {
            try readChunks { answer.body += $0 }
        } else {
            answer.body = try take(answer.header("content-length").flatMap { Int($0) } ?? 0)
        }
        return answer
    }

    /// Reads an answer's head alone; the body is then read with `readChunks`.
    package func answerHead() throws(Failure) -> HTTPAnswer {
        HTTPAnswer(head: try line(endingWith: [13, 10, 13, 10]))
    }

    /// Reads a chunked body to its last chunk.
    package func readChunks(_ each: (ArraySlice<UInt8>) -> Void) throws(Failure) {
        while true {
            let size = try line(endingWith: [13, 10]).prefix { $0 != ";" }
            guard let count = Int(size, radix: 16) else { throw .closed }
            let chunk = try take(count + 2)
            if count == 0 { return }
            each(chunk.dropLast(2))
        }
    }

    /// Whether the server closes without another byte.
    package func isClosedByServer() -> Bool {
        guard input.count == consumed else { return false }
        do {
            try fill()
            return false
        } catch {
            return error == .closed
        }
    }

    private func take(_ count: Int) throws(Failure) -> [UInt8] {
        while input.count - consumed < count { try fill() }
        defer { consumed += count }
        return Array(input[consumed..<(consumed + count)])
    }

    private func line(endingWith end: [UInt8]) throws(Failure) -> String {
        var length = 0
        while true {
            while consumed + length + end.count <= input.count {
                let start = consumed + length
                if input[start] == end[0], Array(input[start..<(start + end.count)]) == end {
                    defer { consumed = start + end.count }
                    return String(decoding: input[consumed..<start], as: UTF8.self)
                }
                length += 1
            }
            try fill()
        }
    }

    /// Reads available bytes; consumed ones are dropped.
    private func fill() throws(Failure) {
        input.removeFirst(consumed)
        consumed = 0
        let size = 65_536
        let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
            initialized = max(0, recv(fd, buffer.baseAddress, size, 0))
        }
        guard !chunk.isEmpty else { throw errno == EAGAIN ? .silent : .closed }
        input += chunk
    }
}
