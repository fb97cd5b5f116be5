/// One stored embed: what Discord takes of one from a bot, its texts with variables.
struct Embed: Hashable, Sendable {
    var title: TextTemplate?
    var description: TextTemplate?
    var url: TextTemplate?
    var timestamp: TextTemplate?
    var color: Int?
    var footer: Footer?
    var image: TextTemplate?
    var thumbnail: TextTemplate?
    var author: Author?
    var fields: [Field] = []

    struct Footer: Hashable, Sendable {
        let text: TextTemplate
        let icon: TextTemplate?
    }

    struct Author: Hashable, Sendable {
        let name: TextTemplate
        let url: TextTemplate?
        let icon: TextTemplate?
    }

    struct Field: Hashable, Sendable {
        let name: TextTemplate
        let value: TextTemplate
        let isInline: Bool
    }

    var showsSomething: Bool {
        title != nil || description != nil || image != nil || thumbnail != nil || footer != nil
            || author != nil || !fields.isEmpty
    }

    /// The texts that Discord's limit for all embeds together counts.
    var counted: [TextTemplate] {
        [title, description, footer?.text, author?.name].compactMap(\.self)
            + fields.flatMap { [$0.name, $0.value] }
    }

    /// All texts that may have variables.
    var texts: [TextTemplate] {
        counted
            + [url, timestamp, image, thumbnail, footer?.icon, author?.url, author?.icon]
            .compactMap(\.self)
    }
}
