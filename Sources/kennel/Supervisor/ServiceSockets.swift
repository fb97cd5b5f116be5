import Glibc
import Modules

/// The service's listening sockets: one for each worker slot, all on one address, and the admin's.
struct ServiceSockets {
    let slots: [Int32]
    let port: Int
    let admin: Int32
    let adminPort: Int

    init(_ configuration: Configuration) throws(CommandFailure) {
        do {
            let port = try Self.freePort(configuration)
            var slots: [Int32] = []
            for _ in 0..<configuration.workers {
                slots.append(
                    try ListeningSocket.open(
                        host: configuration.host, port: port, reusePort: true))
            }
            admin = try ListeningSocket.open(
                host: configuration.adminHost, port: configuration.adminPort)
            self.slots = slots
            self.port = port
            adminPort = ListeningSocket.port(of: admin)
        } catch {
            throw CommandFailure(message: error.description, exitCode: ExitCode.unavailable)
        }
    }

    /// The port, checked with a socket that doesn't share it: otherwise another service that already listens there would
    /// silently get half of the connections.
    private static func freePort(
        _ configuration: Configuration
    ) throws(ListeningSocket.Failure) -> Int {
        let probe = try ListeningSocket.open(host: configuration.host, port: configuration.port)
        defer { close(probe) }
        return ListeningSocket.port(of: probe)
    }
}
