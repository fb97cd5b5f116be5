import Glibc

/// Opens the sockets that servers accept from.
package enum ListeningSocket {
    /// Why no socket could be opened, with the address in words.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Opens a non-blocking socket that listens; what it accepts sends without delay.
    /// - Parameters:
    ///   - host: a name or a numeric address; a name is looked up, which blocks.
    ///   - port: 0 lets the system choose; `port(of:)` tells which.
    ///   - reusePort: lets several sockets share the address, the system spreading connections over them.
    package static func open(
        host: String, port: Int, reusePort: Bool = false, backlog: Int = 4096
    ) throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &found)
        guard status == 0, let address = found else {
            throw Failure(description: "\(host):\(port): \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(found) }
        let fd = socket(
            address.pointee.ai_family,
            Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0, isListening(fd, address.pointee, reusePort, backlog) else {
            let reason = String(cString: strerror(errno))
            if fd >= 0 { close(fd) }
            throw Failure(description: "can't listen on \(host):\(port): \(reason)")
        }
        return fd
    }

    /// The port a socket is bound to.
    package static func port(of fd: Int32) -> Int {
        var storage = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = getsockname(fd, address, &length)
            }
        }
        // The port is at the same place in the addresses of both families.
        return Int(UInt16(bigEndian: storage.sin6_port))
    }

    private static func isListening(
        _ fd: Int32, _ address: addrinfo, _ reusePort: Bool, _ backlog: Int
    ) -> Bool {
        set(fd, SOL_SOCKET, SO_REUSEADDR)
        if reusePort { set(fd, SOL_SOCKET, SO_REUSEPORT) }
        // Accepted sockets inherit it.
        set(fd, Int32(IPPROTO_TCP), TCP_NODELAY)
        return bind(fd, address.ai_addr, address.ai_addrlen) == 0 && listen(fd, Int32(backlog)) == 0
    }

    private static func set(_ fd: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        setsockopt(fd, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
