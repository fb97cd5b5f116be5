import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing

@testable import Discord

/// The client on the loop's one thread. Each test has a process of its own, so that no other counts.
@Suite struct LoopTests {
    @Test func `calls bring no job from another thread, and look-ups of names leave no thread`()
        async throws
    {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer(.status(200, #"{"id":"4","type":0}"#))
            try await onLoop {
                let client = DiscordClient(to: server.base)
                let nowhere = DiscordClient(to: "http://discord.invalid")
                _ = try await client.calls().channel(4)
                let (jobs, threads) = (LoopExecutor.shared.foreignJobs, threadCount())
                await together(20) {
                    _ = try? await client.calls().channel(4)
                    _ = try? await nowhere.calls(.zero).channel(4)
                }
                precondition(LoopExecutor.shared.foreignJobs == jobs)
                // The server has a thread for each connection.
                while threadCount() > threads + client.connectionsMade {
                    await sleep(for: .milliseconds(1))
                }
            }
        }
    }

    @Test func `a client that has called leaves the loop asleep`() async throws {
        await #expect(processExitsWith: .success) {
            let server = try ScriptedServer(.status(200, #"{"id":"4","type":0}"#))
            try await onLoop {
                let client = DiscordClient(to: server.base)
                _ = try await client.calls().channel(4)
                await sleep(for: .milliseconds(50))
                let turns = EventLoop.shared.turns.count
                await sleep(for: .milliseconds(300))
                // Our own timer's turn, and a few of libcurl's or the limiter's.
                precondition(EventLoop.shared.turns.count - turns < 20)
            }
        }
    }
}

/// The threads of this process.
private func threadCount() -> Int {
    guard let folder = opendir("/proc/self/task") else { return 0 }
    defer { closedir(folder) }
    var count = -2  // . and ..
    while readdir(folder) != nil { count += 1 }
    return count
}
