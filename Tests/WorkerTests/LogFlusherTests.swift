import Essentials
import EventLoop
import Glibc
import TestSupport
import Testing
import Worker

@Suite struct LogFlusherTests {
    @Test func `a turn's lines are written at its end`() async throws {
        let pipe = try Pipe()
        let (during, after) = try await onLoop {
            let log = pipe.log()
            log.info("one")
            log.info("two")
            let during = pipe.read()
            await sleep(for: .milliseconds(1))
            return (during, pipe.read())
        }
        #expect(during.isEmpty)
        #expect(after.split(separator: "\n").count == 2)
    }

    @Test func `an error is written at once, and what waited before it`() async throws {
        let pipe = try Pipe()
        let text = try await onLoop {
            let log = pipe.log()
            log.info("before")
            log.error("broken")
            return pipe.read()
        }
        #expect(text.contains("before"))
        #expect(text.contains("broken"))
    }

    @Test func `what a slow reader left waiting is written when it reads on, without another line`()
        async throws
    {
        let pipe = try Pipe()
        let whole = try await onLoop {
            let log = pipe.log()
            for number in 0..<2_000 { log.info("a line that takes its room", ["number": number]) }
            await sleep(for: .milliseconds(1))
            var text = ""
            while !text.contains("\"number\":1999") {
                text += pipe.read()
                await sleep(for: .milliseconds(5))
            }
            return text
        }
        #expect(whole.split(separator: "\n").count == 2_000)
    }
}

/// A pipe that a log writes into.
private struct Pipe: Sendable {
    private let ends: (reading: Int32, writing: Int32)

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        self.ends = (ends[0], ends[1])
    }

    @LoopActor
    func log() -> Log {
        let sink = LogSink(descriptor: ends.writing)
        LogFlusher.start(sink)
        return Log(sink: sink)
    }

    /// What is there now.
    func read() -> String {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = Glibc.read(ends.reading, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }
}
