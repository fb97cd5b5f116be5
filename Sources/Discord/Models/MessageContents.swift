import Essentials

/// A message's contents: its text and everything attached to it.
package struct MessageContents: DiscordModel {
    package let text: String
    package let attachments: [Attachment]
    package let embeds: [EmbedPreview]
    package let stickers: [Sticker]
    package let poll: Poll?
    /// Of the second version: texts, pictures and containers. Buttons and menus have nothing to read.
    package let components: [MessageComponent]

    package init(_ json: JSONValue) {
        text = json.text("content") ?? ""
        attachments = json.list("attachments")
        embeds = json.list("embeds")
        stickers = json.list("sticker_items")
        poll = json.object("poll")
        components = json.list("components")
    }
}
