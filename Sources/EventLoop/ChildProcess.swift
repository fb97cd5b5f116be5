import CLinux
import Glibc

/// A child process whose exit is reported on the loop.
@LoopActor
package final class ChildProcess: DescriptorHandler {
    /// Why a child could not be started.
    package struct SpawnError: Error {
        package let code: Int32
    }

    package nonisolated let pid: Int32
    private let onExit: @LoopActor (_ status: Int32) -> Void

    /// Starts an executable.
    /// - Parameters:
    ///   - arguments: all of argv, the name first.
    ///   - environment: `NAME=value` entries, all of them.
    ///   - descriptors: become 3, 4, … in the child; nothing else but 0–2 is inherited (ours are close-on-exec).
    ///   - onExit: called once with the exit code, or 128 + the signal that ended it.
    package init(
        path: String, arguments: [String], environment: [String], inheriting descriptors: [Int32],
        onExit: @escaping @LoopActor (_ status: Int32) -> Void
    ) throws(SpawnError) {
        let argv = CStringArray(arguments)
        let envp = CStringArray(environment)
        let pid = clinux_spawn(
            path, argv.pointer, envp.pointer, descriptors, Int32(descriptors.count))
        guard pid > 0 else { throw SpawnError(code: errno) }
        self.pid = pid
        self.onExit = onExit
        let pidfd = clinux_pidfd_open(pid)
        guard pidfd >= 0 else { throw SpawnError(code: errno) }
        EventLoop.shared.watch(pidfd, .read, self)
    }

    package func send(_ signal: Int32) {
        kill(pid, signal)
    }

    package func ready(_ fd: Int32, _ readiness: Readiness) {
        let status = clinux_reap(pid)
        guard status >= 0 else { return }
        EventLoop.shared.unwatch(fd)
        close(fd)
        onExit(status)
    }
}

/// A NULL-terminated array of C strings for `exec` and `posix_spawn`.
package final class CStringArray {
    package let pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    package init(_ strings: [String]) {
        count = strings.count
        pointer = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { pointer[index] = strdup(string) }
        pointer[count] = nil
    }

    deinit {
        for index in 0..<count { free(pointer[index]) }
        pointer.deallocate()
    }
}
