import Modules

/// The rules for panels and entries, apart from roles: the contract's and Discord's limits, with their errors.
enum PanelRules {
    /// The message of a stored content.
    static func message(_ content: String, isEmbed: Bool, field: String) throws(APIError)
        -> StoredMessage
    {
        let message: StoredMessage
        do throws(EmbedFault) {
            message = try StoredMessage(content, isEmbed: isEmbed)
        } catch {
            throw .unprocessable("Field '\(field)': \(error.words)", field: field)
        }
        if !isEmbed, content.unicodeScalars.count > StoredMessage.longestText {
            throw .unprocessable(
                "Field '\(field)' must be from 1 to \(StoredMessage.longestText) characters long.",
                field: field)
        }
        guard message.draft([:], mentioning: []) != nil else {
            throw .unprocessable("Field '\(field)' must show something.", field: field)
        }
        return message
    }

    /// Validates an entry's texts for a type of panel.
    static func check(
        text: String?, description: String?, on type: PanelType
    ) throws(APIError) {
        if type == .dropdown, text == nil {
            throw .badRequest(
                .field("text", .notNullUnless("the panel is not a dropdown")))
        }
        try checkLengths(text: text, description: description, on: type)
    }

    private static func checkLengths(
        text: String?, description: String?, on type: PanelType
    ) throws(APIError) {
        for (name, value, limit) in [
            ("text", text, type.longestText), ("description", description, 100),
        ] {
            guard let value else { continue }
            let length = value.unicodeScalars.count
            guard (1...limit).contains(length), !value.isBlank else {
                throw .unprocessable(
                    "Field '\(name)' must be from 1 to \(limit) characters long, and not blank.",
                    field: name)
            }
        }
    }

    /// Validates an additional entry.
    static func check(adding emoji: Emoji, to entries: [Entry], of type: PanelType) throws(APIError)
    {
        guard !entries.contains(where: { $0.emoji.key == emoji.key }) else {
            throw .unprocessable("The panel has an entry with this emoji already.")
        }
        guard entries.count < type.maximumEntries else { throw tooMany(type) }
    }

    static func tooMany(_ type: PanelType) -> APIError {
        .unprocessable(
            "A panel of type '\(type.rawValue)' has at most \(type.maximumEntries) \(type.noun).")
    }

    /// Validates the entries for a new type of panel, since the panel keeps them.
    static func check(_ entries: [Entry], become type: PanelType) throws(APIError) {
        guard entries.count <= type.maximumEntries else { throw tooMany(type) }
        guard type.hasComponents else { return }
        for entry in entries {
            if type == .dropdown, entry.text == nil {
                throw .unprocessable("Entry \(entry.id) has no text, which a dropdown needs.")
            }
            if let text = entry.text, text.unicodeScalars.count > type.longestText {
                throw .unprocessable(
                    "The text of entry \(entry.id) is longer than \(type.longestText) characters.")
            }
        }
    }
}

extension String {
    /// Whether it's all white space, as Discord defines it.
    var isBlank: Bool { unicodeScalars.allSatisfy(\.properties.isWhitespace) }
}
