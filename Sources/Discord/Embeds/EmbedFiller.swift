import Essentials

/// Writes embeds with their variables replaced, and keeps count of the characters that Discord's common limit leaves.
struct EmbedFiller {
    let values: VariableValues
    private var left = EmbedLimits.allTogether

    init(values: VariableValues) {
        self.values = values
    }

    /// Writes the embed, unless its values leave nothing to show of it; says whether it did.
    mutating func write(_ embed: Embed, into writer: inout ByteWriter) -> Bool {
        let filled = fill(embed)
        guard filled.showsSomething else { return false }
        writer.beginObject()
        writer.member("title", filled.title)
        writer.member("description", filled.description)
        writer.member("url", filled.url)
        writer.member("timestamp", filled.timestamp)
        if let color = filled.color { writer.field("color", color) }
        writer.members("footer", ["text": filled.footer?.text, "icon_url": filled.footer?.icon])
        writer.members("image", ["url": filled.image])
        writer.members("thumbnail", ["url": filled.thumbnail])
        writer.members(
            "author",
            [
                "name": filled.author?.name, "url": filled.author?.url,
                "icon_url": filled.author?.icon,
            ])
        write(filled.fields, into: &writer)
        writer.endObject()
        return true
    }

    private func write(_ fields: [Embed.Field], into writer: inout ByteWriter) {
        guard !fields.isEmpty else { return }
        writer.key("fields")
        writer.beginArray()
        for field in fields {
            writer.beginObject()
            writer.field("name", field.name.text)
            writer.field("value", field.value.text)
            writer.field("inline", field.isInline)
            writer.endObject()
        }
        writer.endArray()
    }

    /// The embed with texts that have no variables any more.
    private mutating func fill(_ embed: Embed) -> Embed {
        var filled = Embed()
        filled.title = text(embed.title, EmbedLimits.title)
        filled.description = text(embed.description, EmbedLimits.description)
        filled.url = address(embed.url)
        filled.timestamp = time(embed.timestamp)
        filled.color = embed.color
        filled.author = embed.author.flatMap { author in
            text(author.name, EmbedLimits.author).map {
                Embed.Author(name: $0, url: address(author.url), icon: address(author.icon))
            }
        }
        filled.fields = embed.fields.compactMap { field($0) }
        filled.footer = embed.footer.flatMap { footer in
            text(footer.text, EmbedLimits.footer).map {
                Embed.Footer(text: $0, icon: address(footer.icon))
            }
        }
        filled.image = address(embed.image)
        filled.thumbnail = address(embed.thumbnail)
        return filled
    }

    private mutating func text(_ template: TextTemplate?, _ limit: Int) -> TextTemplate? {
        guard let text = template?.filled(values).cut(to: min(limit, left)), !text.isBlank else {
            return nil
        }
        left -= text.unicodeScalars.count
        return TextTemplate(literal: text)
    }

    /// A field stays, since those after it are laid out by it: Discord shows one whose text is a zero-width space as empty.
    private mutating func field(_ field: Embed.Field) -> Embed.Field? {
        guard left >= 2 else { return nil }
        left -= 1
        let name = text(field.name, EmbedLimits.fieldName)
        left += 1
        if name == nil { left -= 1 }
        let value = text(field.value, EmbedLimits.fieldValue)
        if value == nil { left -= 1 }
        return Embed.Field(
            name: name ?? Self.empty, value: value ?? Self.empty, isInline: field.isInline)
    }

    private static let empty = TextTemplate(literal: "\u{200B}")

    private func address(_ template: TextTemplate?) -> TextTemplate? {
        guard let text = template?.filled(values), text.isWebAddress,
            text.unicodeScalars.count <= EmbedLimits.address
        else { return nil }
        return TextTemplate(literal: text)
    }

    private func time(_ template: TextTemplate?) -> TextTemplate? {
        guard let text = template?.filled(values), Timestamp(iso8601: text) != nil else {
            return nil
        }
        return TextTemplate(literal: text)
    }
}

extension ByteWriter {
    fileprivate mutating func member(_ name: StaticString, _ text: TextTemplate?) {
        if let text { field(name, text.text) }
    }

    /// An object of those members that there are; none where there are none.
    fileprivate mutating func members(
        _ name: StaticString, _ texts: KeyValuePairs<StaticString, TextTemplate?>
    ) {
        guard texts.contains(where: { $0.value != nil }) else { return }
        key(name)
        beginObject()
        for (name, text) in texts { member(name, text) }
        endObject()
    }
}
