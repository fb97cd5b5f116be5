/// What a member is doing, as the fleet reports it.
struct Activity: Hashable, Sendable {
    /// Discord's number of the kind of activity; it adds some.
    let type: Int
    let name: String
    let details: String?
    let state: String?

    /// How many a member may have at once.
    static let limit = 50
}

/// A member's status on Discord.
enum MemberStatus: String, CaseIterable, Sendable {
    case offline, online, idle, dnd

    /// As `member_statuses` has it.
    var number: Int16 {
        switch self {
        case .offline: 0
        case .online: 1
        case .idle: 2
        case .dnd: 3
        }
    }
}
