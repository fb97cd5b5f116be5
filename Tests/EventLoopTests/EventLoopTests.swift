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
private final class Recorder: DescriptorHandler, TurnEndHandler, IdleHandler {
    var seen: [Readiness] = []
    var ends = 0
    var lulls = 0
    var onReady: (() -> Void)?

    func ready(_ fd: Int32, _ readiness: Readiness) {
        seen.append(readiness)
        onReady?()
    }

    func turnEnded() {
        ends += 1
    }

    func becameIdle() {
        lulls += 1
    }

    /// Watches a pipe's reading end, writes to the other, and waits for the report.
    func hear(_ reading: Int32, by writing: Int32) async throws {
        let arrived = Promise<Void>()
        onReady = { arrived.fulfil(()) }
        EventLoop.shared.watch(reading, [.read, .edgeTriggered], self)
        #expect(write(writing, "x", 1) == 1)
        await arrived.value
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

    @Test func `what waits for a lull is done once, in the first turn to which nothing came`()
        async throws
    {
        try await onLoop {
            let queue = MockQueue()
            let loop = EventLoop(queue: queue)
            let recorder = Recorder()
            loop.watch(4, .read, recorder)
            let report = QueueEvent(tag: try #require(queue.tags[4]), readiness: .readable)
            loop.atLull(recorder)
            queue.reports = [report]
            loop.turn()
            #expect(recorder.lulls == 0)
            loop.turn()
            #expect(recorder.lulls == 1)
            loop.turn()
            #expect(recorder.lulls == 1)
        }
    }

    @Test func `what waits for a lull waits eight busy turns at most`() async throws {
        try await onLoop {
            let queue = MockQueue()
            let loop = EventLoop(queue: queue)
            let recorder = Recorder()
            loop.watch(4, .read, recorder)
            let report = QueueEvent(tag: try #require(queue.tags[4]), readiness: .readable)
            loop.atLull(recorder)
            for turn in 1...8 {
                #expect(recorder.lulls == 0)
                queue.reports = [report]
                loop.turn()
                #expect(recorder.seen.count == turn)
            }
            #expect(recorder.lulls == 1)
        }
    }

    /// Two descriptors of one end, so that the watched one's silence can be told by the other's report.
    @Test func `a readable pipe wakes its handler, and after unwatch no more`() async throws {
        try await onLoop {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            let twin = dup(ends[0])
            defer { for end in ends + [twin] { close(end) } }
            let (first, second) = (Recorder(), Recorder())
            try await first.hear(ends[0], by: ends[1])
            #expect(first.seen == [.readable])
            EventLoop.shared.unwatch(ends[0])
            try await second.hear(twin, by: ends[1])
            #expect(second.seen.first == .readable)
            #expect(first.seen == [.readable])
            EventLoop.shared.unwatch(twin)
        }
    }

    @Test func `tasks and their continuations stay on the loop's thread`() async throws {
        try await onLoop {
            let thread = pthread_self()
            let done = Promise<[Bool]>()
            spawn {
                let before = pthread_equal(pthread_self(), thread) != 0
                await sleep(for: .milliseconds(2))
                done.fulfil([before, pthread_equal(pthread_self(), thread) != 0])
            }
            #expect(await done.value == [true, true])
            #expect(pthread_equal(pthread_self(), thread) != 0)
        }
    }

    @Test func `a Promise keeps its first value`() async throws {
        try await onLoop {
            let shot = Promise<Int>()
            shot.fulfil(1)
            shot.fulfil(2)
            #expect(await shot.value == 1)
        }
    }

    @Test func `a signal arrives as an event`() async throws {
        try await onLoop {
            let arrived = Promise<Int32>()
            Signals.handle([SIGUSR2]) { arrived.fulfil($0) }
            pthread_kill(pthread_self(), SIGUSR2)
            #expect(await arrived.value == SIGUSR2)
        }
    }
}
