import Glibc

/// A TCP port where connections are taken by the system and never answered.
final class SilentPort: Sendable {
    let base: String
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        base = "http://127.0.0.1:\(try ScriptedServer.listenAnywhere(descriptor))"
    }

    deinit { close(descriptor) }
}

/// Lets a thread of a test's server wait.
func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
