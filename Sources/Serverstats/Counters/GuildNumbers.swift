import Essentials

/// The numbers of a guild that counters and samples are made of, as far as they were fetched.
struct GuildNumbers: Hashable, Sendable {
    var members: Int?
    /// Everyone who isn't offline.
    var presence: Int?
    var boosts: Int?
    /// Of the statuses that the fleet reported.
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
        // A role that nobody has, or that is gone, isn't listed.
        case .membersWithRole: counter.role.flatMap { role in membersByRole.map { $0[role] ?? 0 } }
        case .boosts: boosts
        case .channels: channels
        case .roles: roleNames?.count
        }
    }

    /// The counts come from different moments, so one can be smaller than what it contains.
    private func difference(_ whole: Int?, _ part: Int?) -> Int? {
        guard let whole, let part else { return nil }
        return max(0, whole - part)
    }
}

/// Where numbers come from.
enum NumberSource: Int, CaseIterable, Hashable, Sendable {
    /// `GET /guilds/{id}?with_counts=true`.
    case guild
    /// The statuses that the fleet reported.
    case statuses
    case channels
    case roles
    case roleMemberCounts
    /// Who of those online has which role.
    case onlineByRole
}

extension CounterType {
    /// What has to be fetched for it.
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
