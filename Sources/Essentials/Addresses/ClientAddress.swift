import Glibc

/// A client's address: an IPv4 address, or an IPv6 /64 network, since one client has any number of IPv6
/// addresses.
package struct ClientAddress: Hashable, Sendable {
    /// The first half of an IPv6 address; of an IPv4 address, all of it.
    let network: UInt64
    let isIPv4: Bool

    /// No address is known, for example on a unix socket.
    package static let unknown = ClientAddress(network: 0, isIPv4: false)

    private init(network: UInt64, isIPv4: Bool) {
        self.network = network
        self.isIPv4 = isIPv4
    }

    /// - Parameter text: `192.0.2.1`, `2001:db8::1`, as a proxy writes it.
    package init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(four)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    /// The other end of a connected socket.
    package init(peerOf socket: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let found = withUnsafeMutableBytes(of: &storage) { bytes -> ClientAddress? in
            guard let base = bytes.baseAddress,
                getpeername(socket, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            return Self(bytes)
        }
        self = found ?? .unknown
    }

    private init?(_ bytes: UnsafeMutableRawBufferPointer) {
        switch Int32(bytes.load(as: sockaddr.self).sa_family) {
        case AF_INET: self.init(bytes.load(as: sockaddr_in.self).sin_addr)
        case AF_INET6: self.init(bytes.load(as: sockaddr_in6.self).sin6_addr)
        default: return nil
        }
    }

    private init(_ address: in_addr) {
        self.init(network: UInt64(UInt32(bigEndian: address.s_addr)), isIPv4: true)
    }

    private init(_ address: in6_addr) {
        let halves = withUnsafeBytes(of: address) {
            (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        // ::ffff:192.0.2.1 is an IPv4 address on a socket that takes both.
        if halves.0 == 0, halves.1 >> 32 == 0xFFFF {
            self.init(network: halves.1 & 0xFFFF_FFFF, isIPv4: true)
        } else {
            self.init(network: halves.0, isIPv4: false)
        }
    }
}
