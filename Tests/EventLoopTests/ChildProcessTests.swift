import EventLoop
import Glibc
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @LoopActor
    private func run(_ script: String, inheriting descriptors: [Int32] = []) async throws -> Int32 {
        let exit = Promise<Int32>()
        _ = try ChildProcess(
            path: "/bin/sh", arguments: ["sh", "-c", script], environment: ["COLOUR=red"],
            inheriting: descriptors, onExit: { exit.fulfil($0) })
        return await exit.value
    }

    @Test func `the exit code of a child reaches its owner`() async throws {
        let code = try await onLoop { try await self.run("exit 7") }
        #expect(code == 7)
    }

    @Test func `a child killed by a signal reports 128 and the signal`() async throws {
        let code = try await onLoop { try await self.run("kill -KILL $$") }
        #expect(code == 128 + SIGKILL)
    }

    @Test func `a child gets just the environment and the descriptors it was given`() async throws {
        let text = try await onLoop {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let ours = fcntl(ends[0], F_DUPFD_CLOEXEC, 50)
            defer { close(ours) }
            let code = try await self.run(
                "echo $COLOUR $HOME >&3; test ! -e /proc/$$/fd/\(ours) && echo closed >&3",
                inheriting: [ends[1]])
            #expect(code == 0)
            close(ends[1])
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = read(ends[0], &bytes, 64)
            close(ends[0])
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }
        #expect(text == "red\nclosed\n")
    }

    @Test func `a program that doesn't exist is an error of the start`() async throws {
        try await onLoop {
            _ = #expect(throws: ChildProcess.SpawnError.self) {
                _ = try ChildProcess(
                    path: "/nowhere/kennel", arguments: ["kennel"], environment: [], inheriting: [],
                    onExit: { _ in })
            }
        }
    }
}
