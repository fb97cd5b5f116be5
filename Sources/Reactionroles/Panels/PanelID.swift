import API
import Essentials

/// Ids of panels and entries as paths have them: digits; whatever else names nothing.
enum PanelID {
    static func read(_ text: String) -> Int64? {
        Snowflake(decimal: text)?.rawValue
    }

    static let noPanel = APIError.notFound("There is no panel of this id.")
    static let messageIsGone = APIError.notFound(
        "The panel's message doesn't exist on Discord any more, so the panel was removed.")
    static let noEntry = APIError.notFound("There is no entry of this id.")
}

/// What a component carries, so that an interaction says which panel and entry it is about.
enum ComponentID: Hashable {
    case button(panel: Int64, entry: Int64)
    /// The chosen item's value is the entry.
    case dropdown(panel: Int64)

    private static let prefix = "kennel:reactionrole"

    var text: String {
        switch self {
        case .button(let panel, let entry): "\(Self.prefix):\(panel):\(entry)"
        case .dropdown(let panel): "\(Self.prefix):\(panel)"
        }
    }

    /// Whether a component is a panel's: `kennel:reactionrole:…`.
    static func isOurs(_ text: String) -> Bool { text.hasPrefix(prefix + ":") }

    /// Nil for a component that isn't ours.
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
