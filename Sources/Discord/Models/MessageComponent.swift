import Essentials

/// A component of a message as far as there is something to read or see in it.
package enum MessageComponent: DiscordModel {
    case text(String)
    case picture(url: String, isSpoiler: Bool)
    /// Those of a section, gallery or container.
    case group([MessageComponent], isSpoiler: Bool)

    /// Discord's numbers of component types.
    private enum Kind: Int {
        case section = 9
        case text = 10
        case thumbnail = 11
        case gallery = 12
        case container = 17
    }

    package init?(_ json: JSONValue) {
        let isSpoiler = json.flag("spoiler")
        switch json.number("type").flatMap(Kind.init) {
        case .section:
            let accessory: MessageComponent? = json.object("accessory")
            self = .group(
                json.list("components") + (accessory.map { [$0] } ?? []), isSpoiler: false)
        case .text:
            guard let text = json.text("content") else { return nil }
            self = .text(text)
        case .thumbnail:
            guard let url = json.member("media")?.text("url") else { return nil }
            self = .picture(url: url, isSpoiler: isSpoiler)
        case .gallery:
            let items = json.member("items")?.elements.compactMap { item in
                item.member("media")?.text("url").map {
                    MessageComponent.picture(url: $0, isSpoiler: item.flag("spoiler"))
                }
            }
            self = .group(items ?? [], isSpoiler: false)
        case .container: self = .group(json.list("components"), isSpoiler: isSpoiler)
        case nil: return nil
        }
    }
}
