import Essentials

/// A stored text that becomes a message: content, or embeds.
package enum StoredMessage: Hashable, Sendable {
    case text(TextTemplate)
    case embeds(EmbedTemplate)

    /// Discord takes so many characters of content.
    package static let longestText = 2000

    package init(_ text: String, isEmbed: Bool) throws(EmbedFault) {
        self = isEmbed ? .embeds(try EmbedTemplate(json: text)) : .text(TextTemplate(text))
    }

    /// The variables to be looked up before it can be filled.
    package var names: Set<String> {
        switch self {
        case .text(let template): template.names
        case .embeds(let template): template.names
        }
    }

    /// Whether a message that was sent may have been made of this: as the draft, or as one of another time.
    package func couldBe(_ sent: Message, as draft: MessageDraft) -> Bool {
        switch self {
        case .text(let template):
            sent.content.trimmed == draft.content?.trimmed
                || template.dependsOnTime && template.couldBe(sent.content)
        case .embeds(let template): template.couldBe(sent.embeds)
        }
    }

    /// The message. Beside the members given, only those users and roles are mentioned that the stored text itself names;
    /// embeds mention nobody.
    ///
    /// Nil where the values leave nothing that could be sent.
    package func draft(_ values: VariableValues, mentioning members: [Snowflake]) -> MessageDraft? {
        var draft = MessageDraft()
        switch self {
        case .embeds(let template):
            guard let embeds = template.filled(values) else { return nil }
            draft.embeds = embeds
        case .text(let template):
            let text = template.filled(values).cut(to: Self.longestText)
            guard !text.isBlank else { return nil }
            let mentions = Mentions(members, and: template.mentions)
            draft.content = text
            draft.mentionedUsers = mentions.users
            draft.mentionedRoles = mentions.roles
        }
        return draft
    }
}

extension String {
    /// Without the white space around it, which Discord leaves out.
    fileprivate var trimmed: Substring {
        var rest = self[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
