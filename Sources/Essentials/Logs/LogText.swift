/// Converts a JSON log line to text for people.
///
/// Lines at a terminal are rare, so they are written as JSON first, in one way for both.
enum LogText {
    /// - Parameter json: an object, whole.
    static func append(_ json: UnsafeRawBufferPointer, to line: inout ByteWriter) {
        let document = JSONDocument()
        do throws(JSONError) {
            try document.parse(json)
        } catch {
            line.append(json)
            return
        }
        var fields = ""
        var (time, level, message) = ("", "", "")
        for (key, value) in document.root.members {
            let name = key.string() ?? ""
            switch name {
            case "time": time = value.string() ?? ""
            case "level": level = value.string() ?? ""
            case "message": message = value.string() ?? ""
            default: fields += "  \(name)=\(plain(value))"
            }
        }
        // A reader at a terminal knows the day.
        line.append(
            "\(time.dropFirst(11).dropLast()) \(level.padded(to: 7)) \(message)\(fields)")
    }

    /// Plain words as they are; text with spaces, quotes or line feeds as JSON.
    private static func plain(_ value: JSONValue) -> String {
        guard let text = value.string() else {
            return value.bool().map { "\($0)" } ?? number(value)
        }
        let isWord =
            !text.isEmpty && !text.unicodeScalars.contains { $0.value <= 0x20 || $0 == "\"" }
        if isWord { return text }
        var quoted = ByteWriter()
        quoted.value(text)
        return quoted.string
    }

    private static func number(_ value: JSONValue) -> String {
        if let whole = value.int64() { return "\(whole)" }
        return value.double().map { "\($0)" } ?? "null"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
