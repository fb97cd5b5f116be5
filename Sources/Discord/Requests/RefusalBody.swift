import Essentials

/// The body of a refusal: Discord's code, and a message with the first detail.
struct RefusalBody {
    /// Discord's own; 0 where it gave none.
    let code: Int
    let message: String

    static let longest = 300

    /// Reads what can be read; what isn't Discord's JSON says nothing.
    init(_ body: [UInt8]) {
        let document = JSONDocument()
        (code, message) = body.withUnsafeBytes { bytes in
            guard (try? document.parse(bytes)) != nil else { return (0, "") }
            let root = document.root
            let message = root.text("message") ?? root.text("error_description") ?? ""
            let detail = root.member("errors").flatMap { Self.detail($0, path: "") }
            return (
                root.number("code") ?? 0,
                Self.line([message, detail ?? ""].filter { !$0.isEmpty }.joined(separator: ": "))
            )
        }
    }

    /// The first of the nested errors, with the way to it: `embeds.0.title: Must be …`.
    private static func detail(_ value: JSONValue, path: String) -> String? {
        for error in value.member("_errors")?.elements.map({ $0 }) ?? [] {
            guard let message = error.text("message") ?? error.string() else { continue }
            return path.isEmpty ? message : "\(path): \(message)"
        }
        for (key, value) in value.members {
            let name = key.string() ?? ""
            if let found = detail(value, path: path.isEmpty ? name : "\(path).\(name)") {
                return found
            }
        }
        return nil
    }

    /// One line of bounded length, since it comes from outside and goes into answers and logs.
    private static func line(_ text: String) -> String {
        let plain = text.unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }
        let printable = plain.filter { $0.properties.generalCategory != .control }
        let line = String(String.UnicodeScalarView(printable))
        return line.count > longest ? String(line.prefix(longest)) + "…" : line
    }
}
