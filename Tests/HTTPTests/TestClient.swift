import CLinux
import Glibc

@testable import HTTP

/// A client with plain blocking calls. Used outside the loop.
final class TestClient {
    struct Failure: Error {
        var what: String
    }

    struct Answer: Equatable {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    private var fd: Int32
    private var buffered: [UInt8] = []

    init(port: Int, receiveBuffer: Int32?) throws {
        fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var receiveBuffer { setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4) }
        // Nothing here takes so long; a server that never answers fails its test instead of hanging the suite.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(what: "connect: \(errno)") }
    }

    deinit {
        close()
    }

    /// Closes both directions, as a program that ends does.
    func close() {
        guard fd >= 0 else { return }
        Glibc.close(fd)
        fd = -1
    }

    /// Sends all of it, or what the server takes before it resets the connection.
    func send(_ text: String) {
        let bytes = text.latin1
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    fd, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Says that nothing more comes.
    func finish() {
        shutdown(fd, Int32(SHUT_WR))
    }

    /// Closes without saying goodbye.
    func reset() {
        clinux_reset_on_close(fd)
        shutdown(fd, Int32(SHUT_RDWR))
    }

    /// The next answer; its body is what Content-Length or its chunks say.
    func answer(to method: String = "GET") throws -> Answer {
        var answer = try head()
        guard method != "HEAD", answer.status >= 200, answer.status != 204 else { return answer }
        if answer.headers["transfer-encoding"] == "chunked" {
            answer.body = try chunks()
        } else if let length = answer.headers["content-length"].flatMap(Int.init) {
            answer.body = try take(length)
        } else {
            answer.body = try rest()
        }
        return answer
    }

    private func head() throws -> Answer {
        let status = try line().split(separator: " ")
        guard status.count >= 2, status[0] == "HTTP/1.1", let code = Int(status[1]) else {
            throw Failure(what: "status line \(status)")
        }
        var headers: [String: String] = [:]
        while true {
            let header = try line()
            guard !header.isEmpty else { break }
            let parts = header.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2 else { throw Failure(what: "header \(header)") }
            headers[parts[0].lowercased()] = String(parts[1])
        }
        return Answer(status: code, headers: headers, body: "")
    }

    private func chunks() throws -> String {
        var body = ""
        while true {
            guard let size = Int(try line(), radix: 16) else { throw Failure(what: "chunk size") }
            body += try take(size)
            guard try line() == "" else { throw Failure(what: "chunk end") }
            if size == 0 { return body }
        }
    }

    /// Everything up to the connection's end.
    func rest() throws -> String {
        while try receive() > 0 {}
        defer { buffered = [] }
        return buffered.withUnsafeBytes(\.text)
    }

    /// How many bytes come before the connection's end, without keeping them.
    func drain() throws -> Int {
        var total = buffered.count
        while try receive() > 0 {
            total += buffered.count
            buffered = []
        }
        return total
    }

    private func line() throws -> String {
        while true {
            if let end = buffered.firstIndex(of: .lineFeed) {
                guard end > 0, buffered[end - 1] == .carriageReturn else {
                    throw Failure(what: "line end")
                }
                let line = buffered[..<(end - 1)].map { Unicode.Scalar($0) }
                buffered.removeFirst(end + 1)
                return String(String.UnicodeScalarView(line))
            }
            guard try receive() > 0 else { throw Failure(what: "ended within a head") }
        }
    }

    private func take(_ count: Int) throws -> String {
        while buffered.count < count {
            guard try receive() > 0 else { throw Failure(what: "ended within a body") }
        }
        defer { buffered.removeFirst(count) }
        return buffered[..<count].withUnsafeBytes(\.text)
    }

    private func receive() throws -> Int {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(fd, &piece, piece.count, 0)
        guard count >= 0 else {
            throw Failure(what: errno == ECONNRESET ? "reset" : "recv: \(errno)")
        }
        buffered += piece[..<count]
        return count
    }
}
