import EventLoop
import Glibc

/// Reports the service's state to systemd (sd_notify), if it started this process with `Type=notify`.
///
/// The watchdog is fed from the supervisor's loop: if that hangs, systemd restarts the service.
@LoopActor
final class ServiceNotifier {
    private let address: [UInt8]
    private let watchdog: Duration?
    private var told = State.starting

    enum State: Equatable {
        case starting, ready, reloading, stopping
    }

    /// - Parameter environment: has NOTIFY_SOCKET if systemd wants notifications.
    init?(_ environment: [String: String]) {
        guard let path = environment["NOTIFY_SOCKET"], ["/", "@"].contains(path.prefix(1)) else {
            return nil
        }
        // An abstract address begins with a zero byte.
        address = path.hasPrefix("@") ? [0] + path.utf8.dropFirst() : Array(path.utf8)
        let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
            .flatMap { isForUs ? .microseconds($0) : nil }
    }

    /// Starts feeding the watchdog.
    func start() {
        guard let watchdog else { return }
        send("WATCHDOG=1")
        EventLoop.shared.schedule(after: watchdog / 3) { self.start() }
    }

    /// Reports a state when it starts.
    func tell(_ state: State, status: String) {
        guard state != told else { return }
        told = state
        let words =
            switch state {
            case .starting: ""
            case .ready: "READY=1\n"
            // systemd compares it with the time at which it requested the reload.
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(Self.monotonicMicroseconds)\n"
            case .stopping: "STOPPING=1\n"
            }
        send("\(words)STATUS=\(status)")
    }

    private static var monotonicMicroseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    }

    /// Undelivered messages are lost; nothing here depends on them.
    private func send(_ message: String) {
        var place = sockaddr_un()
        guard address.count < MemoryLayout.size(ofValue: place.sun_path) else { return }
        place.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &place.sun_path) { $0.copyBytes(from: address) }
        let length = MemoryLayout<sa_family_t>.size + address.count
        let fd = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard fd >= 0 else { return }
        defer { close(fd) }
        withUnsafePointer(to: place) { place in
            place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                _ = sendto(
                    fd, message, message.utf8.count, Int32(MSG_DONTWAIT), place,
                    socklen_t(length))
            }
        }
    }
}
