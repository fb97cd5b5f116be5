import Essentials

/// A file of a message.
package struct Attachment: DiscordModel {
    package let url: String
    package let filename: String
    /// Such as `image/png`.
    package let contentType: String?
    /// Hidden until a reader asks for it.
    package let isSpoiler: Bool

    private static let spoilerFlag = 1 << 3

    package init?(_ json: JSONValue) {
        guard let url = json.text("url") else { return nil }
        self.url = url
        filename = json.text("filename") ?? ""
        contentType = json.text("content_type")
        // Clients mark the name; the flag came later.
        isSpoiler =
            filename.hasPrefix("SPOILER_") || (json.number("flags") ?? 0) & Self.spoilerFlag != 0
    }
}
