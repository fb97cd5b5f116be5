import Modules

/// The control with which members choose roles. The raw values are the contract's.
enum PanelType: String, CaseIterable, Sendable {
    case emoji
    case button
    case dropdown

    /// The database's value.
    var number: Int16 {
        switch self {
        case .emoji: 0
        case .button: 1
        case .dropdown: 2
        }
    }

    init?(number: Int16) {
        guard let type = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = type
    }

    /// Discord's limits: 20 different reactions, 5 rows of 5 buttons, 25 options of a select.
    var maximumEntries: Int { self == .emoji ? 20 : 25 }

    var hasComponents: Bool { self != .emoji }

    /// The name of its entries, in error messages.
    var noun: String {
        switch self {
        case .emoji: "reactions"
        case .button: "buttons"
        case .dropdown: "items"
        }
    }

    /// Discord's limit on an entry's text; an emoji panel shows none.
    var longestText: Int { self == .button ? 80 : 100 }
}
