import Modules

/// The components of a panel's message; deterministic for its entries.
enum PanelComponents {
    private static let buttonsPerRow = 5

    /// A JSON array of action rows; empty for a panel without components.
    static func json(of panel: Panel, _ entries: [Entry]) -> [UInt8] {
        var writer = ByteWriter()
        writer.beginArray()
        switch panel.type {
        case .emoji: break
        case .button: writeButtons(entries, into: &writer)
        case .dropdown: if !entries.isEmpty { writeSelect(panel, entries, into: &writer) }
        }
        writer.endArray()
        return writer.bytes
    }

    private static func writeButtons(_ entries: [Entry], into writer: inout ByteWriter) {
        for start in stride(from: 0, to: entries.count, by: buttonsPerRow) {
            writeRow(into: &writer) { writer in
                for entry in entries[start...].prefix(buttonsPerRow) {
                    writer.beginObject()
                    writer.field("type", 2)
                    writer.field("style", 2)
                    writer.field(
                        "custom_id", ComponentID.button(panel: entry.panel, entry: entry.id).text)
                    if let text = entry.text { writer.field("label", text) }
                    write(entry.emoji, into: &writer)
                    writer.endObject()
                }
            }
        }
    }

    private static func writeSelect(
        _ panel: Panel, _ entries: [Entry], into writer: inout ByteWriter
    ) {
        writeRow(into: &writer) { writer in
            writer.beginObject()
            writer.field("type", 3)
            writer.field("custom_id", ComponentID.dropdown(panel: panel.id).text)
            writer.field("min_values", 1)
            writer.field("max_values", 1)
            writer.key("options")
            writer.beginArray()
            for entry in entries {
                writer.beginObject()
                writer.field("label", entry.text)
                writer.field("value", "\(entry.id)")
                if let description = entry.description {
                    writer.field("description", description)
                }
                write(entry.emoji, into: &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
    }

    private static func writeRow(
        into writer: inout ByteWriter, _ components: (inout ByteWriter) -> Void
    ) {
        writer.beginObject()
        writer.field("type", 1)
        writer.key("components")
        writer.beginArray()
        components(&writer)
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ emoji: Emoji, into writer: inout ByteWriter) {
        writer.key("emoji")
        writer.beginObject()
        if let id = emoji.id { writer.field("id", id) }
        writer.field("name", emoji.name)
        writer.endObject()
    }
}
