import Modules

/// The content of a starboard post: the text and the first picture that a reader of the message would see. Spoilers are never
/// shown openly.
struct ShownContents: Hashable, Sendable {
    private(set) var text: String?
    private(set) var picture: String?

    /// Discord's limit of an embed's description, in characters.
    private static let longest = 4_096
    private static let note = "*A picture is hidden as a spoiler; it can be seen at the message.*"

    init(of message: Message) {
        var reader = ContentsReader()
        for contents in [message.contents] + message.forwarded { reader.read(contents) }
        picture = reader.picture
        let note = reader.hasHiddenPicture ? "\n\n" + Self.note : ""
        let words = reader.words.joined(separator: "\n\n")
            .shortenedKeepingSpoilers(to: Self.longest - note.unicodeScalars.count)
        let text = words.isEmpty ? String(note.drop { $0 == "\n" }) : words + note
        self.text = text.isEmpty ? nil : text
    }
}

/// Collects texts and pictures in display order.
private struct ContentsReader {
    private(set) var words: [String] = []
    private(set) var picture: String?
    private(set) var hasHiddenPicture = false

    mutating func read(_ contents: MessageContents) {
        let before = words.count
        add(contents.text)
        for attachment in contents.attachments where attachment.isImage {
            add(picture: attachment.url, isSpoiler: attachment.isSpoiler)
        }
        for component in contents.components { read(component, isSpoiler: false) }
        if let poll = contents.poll { read(poll) }
        for sticker in contents.stickers { read(sticker) }
        let hasOwnWords = words.count > before
        let spoilers = contents.text.spoilers
        for embed in contents.embeds { read(embed, hidesIn: spoilers) }
        // The first embed's text replaces a missing text of the message.
        if !hasOwnWords { add(contents.embeds.lazy.map(\.words).first { !$0.isEmpty } ?? "") }
    }

    private mutating func read(_ component: MessageComponent, isSpoiler: Bool) {
        switch component {
        case .text(let text): add(isSpoiler ? text.asSpoiler : text)
        case .picture(let url, let isHidden): add(picture: url, isSpoiler: isSpoiler || isHidden)
        case .group(let parts, let isHidden):
            for part in parts { read(part, isSpoiler: isSpoiler || isHidden) }
        }
    }

    private mutating func read(_ poll: Poll) {
        add(([poll.question] + poll.answers.map { "• " + $0 }).joined(separator: "\n"))
    }

    private mutating func read(_ sticker: Sticker) {
        if let url = sticker.imageURL {
            add(picture: url, isSpoiler: false)
        } else {
            add(sticker.name)
        }
    }

    /// The preview of a link in a spoiler is hidden like the link.
    private mutating func read(_ embed: EmbedPreview, hidesIn spoilers: [Substring]) {
        guard let url = [embed.image, embed.thumbnail].lazy.compactMap({ $0 }).first else { return }
        let links = [embed.url, embed.image, embed.thumbnail].compactMap { $0 }
        let isSpoiler = spoilers.contains { spoiler in links.contains { spoiler.contains($0) } }
        add(picture: url, isSpoiler: isSpoiler)
    }

    private mutating func add(_ text: String) {
        if !text.isEmpty { words.append(text) }
    }

    private mutating func add(picture url: String, isSpoiler: Bool) {
        guard url.isWebAddress else { return }
        if isSpoiler {
            hasHiddenPicture = true
        } else if picture == nil {
            picture = url
        }
    }
}

extension EmbedPreview {
    /// Its texts, from top to bottom.
    fileprivate var words: String {
        let body = [title, description] + fields.map { "**\($0.name)**\n\($0.value)" }
        let parts = body.allSatisfy { $0 == nil } ? [author, footer] : body
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension Attachment {
    /// Decided by its type, or by its name if Discord gives no type.
    fileprivate var isImage: Bool {
        if let contentType { return contentType.hasPrefix("image/") }
        let name = filename.lowercased()
        return [".png", ".jpg", ".jpeg", ".gif", ".webp"].contains { name.hasSuffix($0) }
    }
}

extension String {
    /// Whether Discord accepts it as the address of a picture.
    fileprivate var isWebAddress: Bool {
        (hasPrefix("https://") || hasPrefix("http://")) && utf8.count <= 2_048
    }

    private static let spoilerMark = "||"

    /// The text as a spoiler; marks within are removed, since they would end it early.
    fileprivate var asSpoiler: String {
        Self.spoilerMark + replacing(Self.spoilerMark, with: "") + Self.spoilerMark
    }

    /// The parts between pairs of spoiler marks.
    fileprivate var spoilers: [Substring] {
        let parts = split(separator: Self.spoilerMark, omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset % 2 == 1 && $0.offset < parts.count - 1 }
            .map(\.element)
    }

    /// Like `shortened(to:)`, but a spoiler that is cut is closed again.
    fileprivate func shortenedKeepingSpoilers(to limit: Int) -> String {
        let short = shortened(to: limit)
        guard short.utf8.count != utf8.count else { return self }
        let marks =
            short.split(separator: Self.spoilerMark, omittingEmptySubsequences: false).count - 1
        guard marks % 2 == 1 else { return short }
        return shortened(to: limit - Self.spoilerMark.count) + Self.spoilerMark
    }
}
