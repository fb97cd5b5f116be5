import Glibc

/// The address at a connection's other end.
package struct PeerAddress: Sendable, CustomStringConvertible {
    package var description: String

    /// Asks the system, so only for logs; empty where the connection is gone.
    init(of fd: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        description = withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getpeername(fd, address, &length) == 0 else { return "" }
                return Self.numericHost(address, length)
            }
        }
    }

    private static func numericHost(_ address: UnsafePointer<sockaddr>, _ length: socklen_t)
        -> String
    {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { host in
            guard
                let text = host.baseAddress,
                getnameinfo(address, length, text, socklen_t(NI_MAXHOST), nil, 0, NI_NUMERICHOST)
                    == 0
            else { return "" }
            return String(cString: text)
        }
    }
}
