import Modules

/// The rules that a response must keep.
extension Response {
    /// Why it can't be sent; nil if it can. The fields' own limits have already been checked.
    var fault: Fault? {
        switch type {
        case .message: messageFault
        case .embed: embedFault
        case .reaction: emojiFault
        }
    }

    private var messageFault: Fault? {
        let length = content?.unicodeScalars.count ?? 0
        guard (1...StoredMessage.longestText).contains(length) else {
            return .about(
                "response_content",
                "Field 'response_content' must be from 1 to \(StoredMessage.longestText) characters long."
            )
        }
        return content?.isBlank == true
            ? .about(
                "response_content",
                "Field 'response_content' must not be blank: Discord sends no such message.") : nil
    }

    private var embedFault: Fault? {
        do throws(EmbedFault) {
            _ = try EmbedTemplate(json: content ?? "")
            return nil
        } catch {
            return .about("response_content", "Field 'response_content': \(error.words)")
        }
    }

    private var emojiFault: Fault? {
        if emojiID != nil { return nil }
        return emojiName?.isEmoji == true
            ? nil
            : .about(
                "emoji_name",
                "Field 'emoji_name' must be an emoji, or the name of the custom emoji that 'emoji_id' tells."
            )
    }
}

extension String {
    /// Whether it's a single character that may be an emoji: a symbol, or a key cap, which begins with a digit.
    fileprivate var isEmoji: Bool {
        guard count == 1 else { return false }
        return unicodeScalars.contains { scalar in
            scalar.value == 0x20E3 || (scalar.value > 0x7F && scalar.properties.isEmoji)
        }
    }
}
