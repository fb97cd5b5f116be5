import Glibc

/// A network namespace with a link that can go silent: packets are dropped without an error. Needs root.
package final class Namespace: Sendable {
    /// The address for servers within.
    package let address: String
    private let gateway: String
    private let name: String

    /// Whether this machine allows namespaces.
    package static let isPossible: Bool = {
        guard getuid() == 0, let probe = try? Namespace() else { return false }
        probe.destroy()
        return true
    }()

    package init() throws {
        name = "kt\(getpid())"
        gateway = "10.213.77.1"
        address = "10.213.77.2"
        try ip("netns", "add", name)
        try ip("link", "add", "\(name)a", "type", "veth", "peer", "name", "\(name)b")
        try ip("link", "set", "\(name)b", "netns", name)
        try ip("addr", "add", "\(gateway)/30", "dev", "\(name)a")
        try ip("link", "set", "\(name)a", "up")
        try ip("-n", name, "addr", "add", "\(address)/30", "dev", "\(name)b")
        try ip("-n", name, "link", "set", "\(name)b", "up")
        try ip("-n", name, "link", "set", "lo", "up")
    }

    /// The prefix of a command that runs within.
    package var enter: [String] { ["/usr/sbin/ip", "netns", "exec", name] }

    /// Drops all packets sent from within from now on; packets to it still arrive.
    package func silence() throws {
        try ip("-n", name, "route", "add", "blackhole", "\(gateway)/32")
    }

    package func speak() throws {
        try ip("-n", name, "route", "del", "blackhole", "\(gateway)/32")
    }

    package func destroy() {
        _ = try? ip("netns", "del", name)
        _ = try? ip("link", "del", "\(name)a")
    }

    private func ip(_ arguments: String...) throws {
        _ = try Subprocess.run(["ip"] + arguments)
    }
}
