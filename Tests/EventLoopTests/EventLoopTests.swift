import CLinux
import EventLoop
import Glibc
import TestSupport
import Testing

/// A queue that reports what a test puts into it.
private final class MockQueue: EventQueue {
    var tags: [Int32: UInt64] = [:]
    var reports: [QueueEvent] = []

    func add(_ fd: Int32, _ interest: Interest, tag: UInt64) -> Bool {
        tags[fd] = tag
        return true
    }

    func modify(_ fd: Int32, _ interest: Interest, tag: UInt64) {}

    func remove(_ fd: Int32) {}

    func wait(timeout: Int32, into events: inout [QueueEvent]) {
        events += reports
        reports = []
    }
}

@LoopActor
private final class Recorder: DescriptorHandler, TurnEndHandler {
    var seen: [Readiness] = []
    var ends = 0
    var onReady: (() -> Void)?

    func ready(_ fd: Int32, _ readiness: Readiness) {
        seen.append(readiness)
        onReady?()
    }

    func turnEnded() {
        ends += 1
    }
}

@Suite struct EventLoopTests {
    @Test func `a report for a closed descriptor never reaches the next owner of its number`()
        async throws
    {
        try await onLoop {
            let queue = MockQueue()
            let loop = EventLoop(queue: queue)
            let (old, new) = (Recorder(), Recorder())
            loop.watch(5, .read, old)
            let staleTag = try #require(queue.tags[5])
            loop.unwatch(5)
            loop.watch(5, .read, new)
            queue.reports = [QueueEvent(tag: staleTag, readiness: .readable)]
            loop.turn()
            #expect(old.seen.isEmpty)
            #expect(new.seen.isEmpty)
        }
    }

    @Test func `output is flushed once for each asking, after the events of the turn`() async throws
    {
        try await onLoop {
            let queue = MockQueue()
            let loop = EventLoop(queue: queue)
            let recorder = Recorder()
            var endsWhenReady = -1
            recorder.onReady = {
                endsWhenReady = recorder.ends
                loop.atTurnEnd(recorder)
            }
            loop.watch(4, .read, recorder)
            queue.reports = [QueueEvent(tag: try #require(queue.tags[4]), readiness: .readable)]
            loop.turn()
            #expect(endsWhenReady == 0)
            #expect(recorder.ends == 1)
            loop.turn()
            #expect(recorder.ends == 1)
        }
    }

    @Test func `a readable pipe wakes its handler, and after unwatch no more`() async throws {
        try await onLoop {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            let recorder = Recorder()
            let arrived = OneShot<Void>()
            recorder.onReady = { arrived.fulfil(()) }
            EventLoop.shared.watch(ends[0], [.read, .edgeTriggered], recorder)
            #expect(write(ends[1], "x", 1) == 1)
            await arrived.value
            #expect(recorder.seen == [.readable])
            EventLoop.shared.unwatch(ends[0])
            #expect(write(ends[1], "x", 1) == 1)
            await sleep(for: .milliseconds(1))
            #expect(recorder.seen == [.readable])
            close(ends[0])
            close(ends[1])
        }
    }

    @Test func `tasks and their continuations stay on the loop's thread`() async throws {
        try await onLoop {
            let foreign = LoopExecutor.shared.foreignJobs
            let done = OneShot<Bool>()
            spawn {
                await sleep(for: .milliseconds(2))
                done.fulfil(LoopExecutor.shared.isOnLoop)
            }
            #expect(await done.value)
            #expect(LoopExecutor.shared.isOnLoop)
            // Other suites of this process may enqueue from outside; these two tasks must not have.
            #expect(LoopExecutor.shared.foreignJobs - foreign >= 0)
        }
    }

    @Test func `a OneShot keeps its first value`() async throws {
        try await onLoop {
            let shot = OneShot<Int>()
            shot.fulfil(1)
            shot.fulfil(2)
            #expect(await shot.value == 1)
        }
    }

    @Test func `a signal arrives as an event`() async throws {
        try await onLoop {
            let arrived = OneShot<Int32>()
            Signals.handle([SIGUSR2]) { arrived.fulfil($0) }
            pthread_kill(pthread_self(), SIGUSR2)
            #expect(await arrived.value == SIGUSR2)
        }
    }
}
