/// The quantity that a counter shows. The raw value is the API's number and the database's.
package enum CounterType: Int, CaseIterable, Hashable, Sendable {
    case statuses = 1
    case online = 2
    case onlineWithRole = 3
    case offline = 4
    case dnd = 5
    case members = 6
    case membersWithRole = 7
    case boosts = 8
    case channels = 9
    case roles = 10

    /// The types for the documentation, each with its own name for a channel.
    static let choices =
        "Type and standard name: "
        + allCases.map { "\($0.rawValue) `\($0.defaultFormat)`" }.joined(separator: ", ") + "."

    package var needsRole: Bool { self == .onlineWithRole || self == .membersWithRole }

    /// Statuses are three numbers, so there is no single one to compare with a goal.
    package var takesGoal: Bool { self != .statuses }

    package var defaultFormat: String {
        switch self {
        case .statuses: "🟢 <online> ⛔ <dnd> ⚫ <offline>"
        case .online: "Online: <value>"
        case .onlineWithRole: "Online <role_name>: <value>"
        case .offline: "Offline: <value>"
        case .dnd: "DND: <value>"
        case .members: "Members: <value>"
        case .membersWithRole: "<role_name>: <value>"
        case .boosts: "Boosts: <value>"
        case .channels: "Channels: <value>"
        case .roles: "Roles: <value>"
        }
    }
}
