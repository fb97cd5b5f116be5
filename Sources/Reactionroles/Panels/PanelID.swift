import Modules

/// Ids of panels and entries in paths: digits; any other text is no id.
enum PanelID {
    static func read(_ text: String) -> Int64? {
        Snowflake(decimal: text)?.rawValue
    }

    static let noPanel = APIError.notFound("There is no panel of this id.")
    static let messageIsGone = APIError.notFound(
        "The panel's message doesn't exist on Discord any more, so the panel was removed.")
    static let noEntry = APIError.notFound("There is no entry of this id.")
}

/// The custom id of a component, from which an interaction's panel and entry are read.
enum ComponentID: Hashable {
    case button(panel: Int64, entry: Int64)
    /// The entry is the value of the selected option.
    case dropdown(panel: Int64)

    private static let prefix = "kennel:reactionrole"

    var text: String {
        switch self {
        case .button(let panel, let entry): "\(Self.prefix):\(panel):\(entry)"
        case .dropdown(let panel): "\(Self.prefix):\(panel)"
        }
    }

    /// Whether a component belongs to a panel: `kennel:reactionrole:…`.
    static func isOurs(_ text: String) -> Bool { text.hasPrefix(prefix + ":") }

    /// Nil for a component of another origin.
    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix + ":") else { return nil }
        let ids = text.dropFirst(Self.prefix.count + 1)
            .split(separator: ":", omittingEmptySubsequences: false)
            .map { PanelID.read(String($0)) }
        switch (ids.count, ids.first ?? nil, ids.last ?? nil) {
        case (1, let panel?, _): self = .dropdown(panel: panel)
        case (2, let panel?, let entry?): self = .button(panel: panel, entry: entry)
        default: return nil
        }
    }
}
