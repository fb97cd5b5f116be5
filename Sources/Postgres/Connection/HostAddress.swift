import Glibc

/// One of the database's hosts.
struct HostAddress: Hashable, Sendable {
    /// Nil: libpq's own default socket.
    var name: String?
    /// An address given beside the name, which then isn't looked up.
    var address: String?
    var port: String?

    /// Pairs libpq's comma-separated lists; one port stands for all hosts, an empty item for the
    /// default.
    static func list(hosts: String?, addresses: String?, ports: String?) -> [HostAddress] {
        let names = items(hosts)
        let addresses = items(addresses)
        let ports = items(ports)
        let count = max(names.count, addresses.count, 1)
        return (0..<count).map { index in
            HostAddress(
                name: names[safely: index], address: addresses[safely: index],
                port: ports.count == 1 ? ports[0] : ports[safely: index])
        }
    }

    /// Whether the name must be resolved.
    var needsLookup: Bool {
        guard let name, address == nil else { return false }
        return !isSocket && !Self.isAddress(name)
    }

    /// A unix socket's folder, or its abstract name.
    private var isSocket: Bool {
        name.map { $0.hasPrefix("/") || $0.hasPrefix("@") } ?? true
    }

    private static func isAddress(_ name: String) -> Bool {
        var room = in6_addr()
        return inet_pton(AF_INET, name, &room) == 1 || inet_pton(AF_INET6, name, &room) == 1
    }

    private static func items(_ list: String?) -> [String?] {
        guard let list else { return [] }
        return list.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? nil : String($0) }
    }
}

extension HostAddress: CustomStringConvertible {
    var description: String {
        "\(name ?? address ?? "the default socket") port \(port ?? "5432")"
    }
}

extension Array {
    fileprivate subscript<Value>(safely index: Int) -> Value? where Element == Value? {
        index < count ? self[index] : nil
    }
}
