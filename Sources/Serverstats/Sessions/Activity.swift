/// An activity of a member, as the fleet reports it.
struct Activity: Hashable, Sendable {
    /// Discord's activity type; Discord may add new ones.
    let type: Int
    let name: String
    let details: String?
    let state: String?

    /// The maximum number of a member's concurrent activities.
    static let limit = 50
}

/// A member's status on Discord.
enum MemberStatus: String, CaseIterable, Sendable {
    case offline, online, idle, dnd

    /// The value in `member_statuses`.
    var number: Int16 {
        switch self {
        case .offline: 0
        case .online: 1
        case .idle: 2
        case .dnd: 3
        }
    }
}
