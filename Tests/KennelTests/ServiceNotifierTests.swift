import Glibc
import TestSupport
import Testing

@testable import kennel

/// What systemd is told, over a socket like its own.
@Suite struct ServiceNotifierTests {
    @Test func `a service tells that it's ready, reloads and stops, and feeds the watchdog`()
        async throws
    {
        let folder = try temporaryFolder()
        defer { _ = try? Subprocess.run(["rm", "-rf", folder]) }
        let socket = try NotifySocket(at: folder + "/notify")
        let process = try Subprocess(
            [Cluster.binary, "serve"],
            environment: [
                "DATABASE_URL=postgresql://127.0.0.1:1/x", "KENNEL_PORT=0", "KENNEL_ADMIN_PORT=0",
                "KENNEL_WORKERS=1", "KENNEL_DRAIN_DELAY=0", "NOTIFY_SOCKET=\(socket.path)",
                "WATCHDOG_USEC=300000",
            ], log: folder + "/log")
        defer { process.destroy() }
        // A database that is away keeps no service from starting.
        #expect(socket.receive("READY=1").contains("STATUS=1 of 1 workers serve; not ready"))
        _ = socket.receive("WATCHDOG=1")
        process.send(SIGHUP)
        #expect(socket.receive("RELOADING=1").contains("MONOTONIC_USEC="))
        _ = socket.receive("READY=1")
        process.send(SIGTERM)
        _ = socket.receive("STOPPING=1")
        #expect(try process.wait() == 0)
    }

    @Test func `nobody is told where nobody wants to be`() async throws {
        try await onLoop {
            #expect(ServiceNotifier([:]) == nil)
            #expect(ServiceNotifier(["NOTIFY_SOCKET": "relative"]) == nil)
        }
    }
}

/// The end of the socket that systemd has.
private final class NotifySocket {
    let path: String
    private let fd: Int32

    init(at path: String) throws {
        self.path = path
        fd = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_un()
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(fd, place, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard status == 0 else { throw TestFailure("no socket at \(path)") }
    }

    deinit { close(fd) }

    /// Waits for the message that begins so.
    func receive(_ start: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = read(fd, &bytes, bytes.count)
            let message = String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
            if count <= 0 || message.hasPrefix(start) { return message }
        }
    }
}
