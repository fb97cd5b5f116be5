/// A structured log: a JSON object per line, or text at a terminal. Writing never throws and never waits.
///
/// Callers must not log tokens, bodies or texts of messages.
package struct Log: Sendable {
    package typealias Fields = KeyValuePairs<StaticString, any JSONWritable>

    /// The lowest level that is written.
    package let level: LogLevel
    package let sink: LogSink
    /// The fields of every line: JSON members, each with a comma before it.
    private let common: String

    package init(level: LogLevel = .info, sink: LogSink = .standardError) {
        self.init(level: level, sink: sink, common: "")
    }

    private init(level: LogLevel, sink: LogSink, common: String) {
        self.level = level
        self.sink = sink
        self.common = common
    }

    /// A log that writes nothing.
    package static let silent = Log(level: .error, sink: .nowhere)

    /// A copy of the log that adds these fields to every line.
    package func with(_ fields: Fields) -> Log {
        var writer = ByteWriter()
        for (name, value) in fields {
            writer.append(",")
            writer.key(name)
            value.write(to: &writer)
        }
        return Log(level: level, sink: sink, common: common + writer.string)
    }

    package func debug(_ message: String, _ fields: @autoclosure () -> Fields = [:]) {
        if isOn(.debug) { write(.debug, message, fields()) }
    }

    package func info(_ message: String, _ fields: @autoclosure () -> Fields = [:]) {
        if isOn(.info) { write(.info, message, fields()) }
    }

    package func warning(_ message: String, _ fields: @autoclosure () -> Fields = [:]) {
        if isOn(.warning) { write(.warning, message, fields()) }
    }

    package func error(_ message: String, _ fields: @autoclosure () -> Fields = [:]) {
        if isOn(.error) { write(.error, message, fields()) }
    }

    /// Whether lines of the level are written.
    package func isOn(_ level: LogLevel) -> Bool { level >= self.level && !sink.isNowhere }

    /// Writes a line whose fields the caller appends directly, for lines that are written on every
    /// request.
    package func line(
        _ level: LogLevel, _ message: StaticString, _ fields: (inout ByteWriter) -> Void
    ) {
        guard isOn(level) else { return }
        sink.write(level) { line in
            begin(&line, level)
            line.key("message")
            line.append("\"")
            line.append(message)
            line.append("\"")
            line.append(common)
            fields(&line)
        }
    }

    private func write(_ level: LogLevel, _ message: String, _ fields: Fields) {
        sink.write(level) { line in
            begin(&line, level)
            line.key("message")
            line.value(message)
            line.append(common)
            for (name, value) in fields {
                line.key(name)
                value.write(to: &line)
            }
        }
    }

    /// Starts the object; the sink closes it.
    private func begin(_ line: inout ByteWriter, _ level: LogLevel) {
        line.beginObject()
        line.key("time")
        line.value(Timestamp.now())
        line.key("level")
        line.value(level.rawValue)
    }
}
