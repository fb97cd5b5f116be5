import Essentials
import Glibc
import Testing

@Suite struct LogTests {
    /// A pipe whose writing end logs go to.
    private final class Pipe {
        private var readEnd: Int32
        let writeEnd: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            (readEnd, writeEnd) = (ends[0], ends[1])
            _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
            signal(SIGPIPE, SIG_IGN)
        }

        func closeReadEnd() {
            if readEnd >= 0 { close(readEnd) }
            readEnd = -1
        }

        deinit {
            closeReadEnd()
            close(writeEnd)
        }

        func text() -> String {
            var bytes: [UInt8] = []
            var room = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(readEnd, &room, room.count)
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += room[..<count]
            }
        }

        func lines() -> [String] { text().split(separator: "\n").map(String.init) }
    }

    private func members(_ line: String) throws -> [String: Tree] {
        try JSONDocument().read(line) { root in
            Dictionary(
                uniqueKeysWithValues: root.members.map { ($0.key.string() ?? "", Tree($0.value)) })
        }
    }

    @Test func `a line is an object with time, level, message and fields`() throws {
        let pipe = try Pipe()
        let log = Log(sink: LogSink(descriptor: pipe.writeEnd)).with(["worker": 3])
        let guild = try #require(Snowflake(rawValue: 5))
        log.warning("a \"quoted\"\nmessage", ["guild": guild, "ms": 1.5, "none": Int?.none])
        let line = try members(try #require(pipe.lines().first))
        #expect(line["message"] == .string("a \"quoted\"\nmessage"))
        #expect(line["level"] == .string("warning"))
        #expect(line["worker"] == .number("3"))
        #expect(line["guild"] == .string("5"))
        #expect(line["ms"] == .number("1.5"))
        #expect(line["none"] == .null)
        #expect(line.count == 7)
    }

    @Test func `levels below the threshold are neither written nor made`() throws {
        let pipe = try Pipe()
        let log = Log(level: .warning, sink: LogSink(descriptor: pipe.writeEnd))
        func costly() -> Log.Fields {
            Issue.record("was made")
            return [:]
        }
        log.debug("a", costly())
        log.info("b", costly())
        log.line(.info, "c") { _ in Issue.record("was made") }
        log.warning("d")
        log.error("e")
        #expect(
            try pipe.lines().map { try members($0)["message"] } == [.string("d"), .string("e")])
        Log.silent.error("nowhere")
    }

    @Test func `for people a line has the time, the level, the words and the fields`() throws {
        let pipe = try Pipe()
        let sink = LogSink(descriptor: pipe.writeEnd)
        sink.use(.text)
        let log = Log(sink: sink).with(["worker": 0])
        log.warning(
            "Not ready", ["cause": "no \"way\"", "guild": "5", "ms": 1.5, "is": true, "none": ""])
        let line = try #require(pipe.lines().first)
        // 12:30:01.250
        #expect(line.prefix { $0 != " " }.count == 12)
        #expect(
            line.dropFirst(12)
                == #" warning Not ready  worker=0  cause="no \"way\""  guild=5  ms=1.5  is=true  none="""#
        )
    }

    @Test func `auto is text for a terminal only`() throws {
        let pipe = try Pipe()
        let sink = LogSink(descriptor: pipe.writeEnd)
        sink.use(.auto)
        Log(sink: sink).info("a")
        #expect(pipe.lines().first?.hasPrefix("{") == true)
    }

    @Test func `a line written field by field looks the same`() throws {
        let pipe = try Pipe()
        let log = Log(sink: LogSink(descriptor: pipe.writeEnd)).with(["worker": 0])
        log.line(.info, "request") { line in
            line.field("status", 200)
            line.field("route", "/a" as String)
        }
        let line = try members(try #require(pipe.lines().first))
        #expect(line["status"] == .number("200"))
        #expect(line["route"] == .string("/a"))
        #expect(line["worker"] == .number("0"))
        #expect(line["message"] == .string("request"))
    }

    @Test func `a reader that doesn't read costs lines, never time, and is told how many`() throws {
        let pipe = try Pipe()
        let sink = LogSink(descriptor: pipe.writeEnd)
        let log = Log(sink: sink)
        let text = String(repeating: "x", count: 300)
        for number in 0..<3000 { log.info(text, ["number": number]) }
        #expect(sink.droppedLines > 0)
        var lines = pipe.lines()
        while true {
            sink.flush()
            let more = pipe.lines()
            if more.isEmpty { break }
            lines += more
        }
        log.info("after")
        lines += pipe.lines()
        let last = try lines.suffix(2).map { try members($0) }
        #expect(last.first?["count"] == .number("\(sink.droppedLines)"))
        #expect(last.last?["message"] == .string("after"))
        #expect(lines.count == 3000 - Int(sink.droppedLines) + 2)
        for line in lines { _ = try members(line) }
    }

    @Test func `a reader that is gone is no trouble`() throws {
        let pipe = try Pipe()
        let closed = dup(pipe.writeEnd)
        let sink = LogSink(descriptor: closed)
        close(closed)
        for _ in 0..<100 { Log(sink: sink).info("nobody reads this") }
        pipe.closeReadEnd()
        for _ in 0..<100 {
            Log(sink: LogSink(descriptor: pipe.writeEnd)).info("nobody reads this")
        }
    }

    @Test func `waiting lines go out together, errors at once`() throws {
        let pipe = try Pipe()
        let sink = LogSink(descriptor: pipe.writeEnd)
        let log = Log(sink: sink)
        let asked = Counter()
        sink.waitForFlush { asked.add() }
        log.info("a")
        log.info("b")
        #expect(asked.count == 1)
        #expect(pipe.lines().isEmpty)
        sink.flush()
        #expect(pipe.lines().count == 2)
        log.info("c")
        #expect(asked.count == 2)
        log.error("d")
        #expect(pipe.lines().count == 2)
    }
}
