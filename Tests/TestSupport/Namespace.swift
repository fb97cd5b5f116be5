import Glibc

/// A network of its own, one cable away, that can go silent: packets vanish and nobody says so. Needs root.
package final class Namespace: Sendable {
    /// What a server within listens on.
    package let address: String
    private let gateway: String
    private let name: String

    /// Whether this machine lets us make one.
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

    /// What to put before a command that is to run within.
    package var enter: [String] { ["/usr/sbin/ip", "netns", "exec", name] }

    /// From now on whatever is sent within gets lost; what is sent to it still gets there.
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
