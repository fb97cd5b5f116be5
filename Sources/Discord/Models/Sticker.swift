import Essentials

/// A sticker that a message shows.
package struct Sticker: DiscordModel {
    package let id: Snowflake
    package let name: String
    private let format: Int

    package init?(_ json: JSONValue) {
        guard let id = json.id("id") else { return nil }
        self.id = id
        name = json.text("name") ?? ""
        format = json.number("format_type") ?? 0
    }

    /// Its picture; nil for an animation that isn't one (Lottie).
    package var imageURL: String? {
        switch format {
        case 1, 2: "https://cdn.discordapp.com/stickers/\(id).png"
        case 4: "https://media.discordapp.net/stickers/\(id).gif"
        default: nil
        }
    }
}
