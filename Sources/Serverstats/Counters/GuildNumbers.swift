import Modules

/// A guild's numbers for counters and samples, as far as they have been fetched.
struct GuildNumbers: Hashable, Sendable {
    var members: Int?
    /// Members who aren't offline.
    var presence: Int?
    var boosts: Int?
    /// Counted from the statuses that the fleet reported.
    var dnd: Int?
    /// Without categories.
    var channels: Int?
    /// Without @everyone.
    var roleNames: [Snowflake: String]?
    var membersByRole: [Snowflake: Int]?
    var onlineByRole: [Snowflake: Int] = [:]

    var online: Int? { difference(presence, dnd) }
    var offline: Int? { difference(members, presence) }

    func current(of counter: CounterDefinition) -> Int? {
        switch counter.type {
        case .statuses: nil
        case .online: online
        case .onlineWithRole: counter.role.flatMap { onlineByRole[$0] }
        case .offline: offline
        case .dnd: dnd
        case .members: members
        // A role without members, or a deleted one, isn't listed.
        case .membersWithRole: counter.role.flatMap { role in membersByRole.map { $0[role] ?? 0 } }
        case .boosts: boosts
        case .channels: channels
        case .roles: roleNames?.count
        }
    }

    /// The counts are read at different times, so a part may exceed its whole.
    private func difference(_ whole: Int?, _ part: Int?) -> Int? {
        guard let whole, let part else { return nil }
        return max(0, whole - part)
    }
}

/// A source of numbers.
enum NumberSource: Int, CaseIterable, Hashable, Sendable {
    /// `GET /guilds/{id}?with_counts=true`.
    case guild
    /// The statuses that the fleet reported.
    case statuses
    case channels
    case roles
    case roleMemberCounts
    /// The online members' roles.
    case onlineByRole
}

extension CounterType {
    /// The sources it needs.
    var sources: Set<NumberSource> {
        switch self {
        case .statuses, .online: [.guild, .statuses]
        case .onlineWithRole: [.roles, .onlineByRole]
        case .offline, .members, .boosts: [.guild]
        case .dnd: [.statuses]
        case .membersWithRole: [.roles, .roleMemberCounts]
        case .channels: [.channels]
        case .roles: [.roles]
        }
    }
}
