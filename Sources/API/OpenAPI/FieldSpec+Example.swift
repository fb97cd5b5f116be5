import Essentials

/// The example of a body.
extension Endpoint {
    /// A body that breaks no rule, as JSON; nil where there is none.
    package var example: [UInt8]? {
        guard !bodyFields.isEmpty else { return nil }
        var writer = ByteWriter()
        FieldKind.object(bodyFields).writeExample(named: "", &writer)
        return writer.bytes
    }
}

extension FieldKind {
    /// - Parameter name: of the field, for texts that must be more than a text.
    fileprivate func writeExample(named name: String, _ writer: inout ByteWriter) {
        switch self {
        case .snowflake: writer.value("175928847299117063")
        case .integer(let range): writer.value(max(range.lowerBound, min(1, range.upperBound)))
        case .number(let least): writer.value(max(least, 1.5))
        case .boolean, .flag: writer.value(!Self.falseFields.contains(name))
        case .text, .code, .opaque: writer.value(Self.texts[name] ?? "some words")
        case .choice(let words): writer.value(words.first ?? "")
        case .list(let element, _):
            writer.beginArray()
            // What is allowed can't be ignored too.
            if !name.hasPrefix("ignored_") { element.writeExample(named: name, &writer) }
            writer.endArray()
        case .object(let fields):
            writer.object { writer in
                for field in fields {
                    writer.key(field.name)
                    field.kind.writeExample(named: field.name, &writer)
                }
            }
        }
    }

    /// Switches that would change what another field of the example means.
    private static let falseFields: Set = [
        "is_embed", "message_is_embed", "join_message_is_embed", "leave_message_is_embed",
        "author_is_bot", "is_bot", "is_register",
    ]

    /// Of fields whose texts have a form of their own.
    private static let texts = [
        "emoji_name": "⭐", "emoji": "⭐", "joined_at": "2026-01-31T12:00:00.000Z",
        "invite_code": "discord", "new_format": "Members: {count}",
        "started_at": "2026-01-31T12:00:00.000Z",
    ]
}
