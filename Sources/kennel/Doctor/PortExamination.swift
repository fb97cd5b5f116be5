import Glibc
import HTTP

/// Checks whether a port is free. A running Kennel on it is fine: the doctor may run beside one.
enum PortExamination {
    static func finding(_ host: String, _ port: Int) -> DoctorReport.Finding {
        guard port != 0 else { return .good("0: any free port") }
        do throws(ListeningSocket.Failure) {
            close(try ListeningSocket.open(host: host, port: port))
            return .good("\(host):\(port) is free")
        } catch {
            if isKennel(host, port) { return .good("a Kennel serves on \(host):\(port)") }
            return .bad("\(error): stop what listens there, or set another address or port")
        }
    }

    /// Whether the listener is Kennel.
    private static func isKennel(_ host: String, _ port: Int) -> Bool {
        let everywhere = ["0.0.0.0": "127.0.0.1", "::": "::1"]
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(everywhere[host] ?? host, String(port), &hints, &found) == 0,
            let address = found?.pointee
        else { return false }
        defer { freeaddrinfo(found) }
        let fd = socket(address.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(fd) }
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(
                fd, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        let request = "GET /livez HTTP/1.1\r\nHost: kennel\r\n\r\n"
        guard connect(fd, address.ai_addr, address.ai_addrlen) == 0,
            write(fd, request, request.utf8.count) == request.utf8.count
        else { return false }
        var answer = [UInt8](repeating: 0, count: 1024)
        let count = read(fd, &answer, answer.count)
        return count > 0
            && String(decoding: answer[..<count], as: UTF8.self).contains(#""success":true"#)
    }
}
