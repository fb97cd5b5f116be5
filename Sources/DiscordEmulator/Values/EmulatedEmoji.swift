import Essentials

/// A Unicode emoji, or one of a guild's own.
package struct EmulatedEmoji: Hashable, Sendable {
    package let id: Snowflake?
    package let name: String

    package init(_ name: String, id: Snowflake? = nil) {
        self.name = name
        self.id = id
    }

    package static let star = EmulatedEmoji("\u{2B50}")

    /// Reads what stands in a path once it's decoded: the character, or `name:id`.
    /// Nil for what can't be an emoji, such as plain letters.
    package init?(pathText: String) {
        if let colon = pathText.lastIndex(of: ":") {
            let number = pathText[pathText.index(after: colon)...]
            guard let id = Snowflake(decimal: String(number)) else { return nil }
            self.init(String(pathText[..<colon]), id: id)
        } else {
            guard Self.isUnicodeEmoji(pathText) else { return nil }
            self.init(pathText)
        }
    }

    package init?(_ json: JSON) {
        if let text = json.string {
            self.init(pathText: text)
        } else {
            guard let name = json["name"]?.string else { return nil }
            self.init(name, id: json.value("id")?.id)
        }
    }

    /// One character that is shown as a picture; digits and `#` need the enclosing keycap.
    private static func isUnicodeEmoji(_ text: String) -> Bool {
        guard text.count == 1, let first = text.unicodeScalars.first else { return false }
        let needsMore = first.isASCII
        return first.properties.isEmoji && (!needsMore || text.unicodeScalars.count > 1)
    }

    /// Two spellings of the same emoji, with and without the variation selector, are one to Discord.
    var key: String {
        if let id { return "\(id)" }
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { $0 != "\u{FE0F}" }))
    }

    func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("id", id)
        writer.field("name", name)
        writer.endObject()
    }
}
