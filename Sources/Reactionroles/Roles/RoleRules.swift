import Discord
import Essentials

/// Decides whether the bot could give a role, from what Discord says of the guild.
struct RoleRules: Sendable {
    /// Why a role can't be given.
    enum Reason: Hashable, Sendable {
        /// The bot may not manage roles at all.
        case noPermission
        case everyone
        case missing
        case managed
        /// Not below the bot's highest role.
        case tooHigh
    }

    private let guild: Snowflake
    private let roles: [Snowflake: Role]
    private let mayManageRoles: Bool
    private let highest: Int

    /// - Parameters:
    ///   - roles: all of the guild.
    ///   - bot: those the bot has, without @everyone.
    init(guild: Snowflake, roles: [Role], bot: [Snowflake]) {
        self.guild = guild
        self.roles = Dictionary(roles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let own = roles.filter { bot.contains($0.id) || $0.id == guild }
        let permissions = own.reduce(into: Permissions()) { $0.formUnion($1.permissions) }
        mayManageRoles =
            permissions.contains(.administrator) || permissions.contains(.manageRoles)
        highest = own.map(\.position).max() ?? 0
    }

    func reason(against role: Snowflake) -> Reason? {
        if role == guild { return .everyone }
        guard let found = roles[role] else { return .missing }
        if found.isManaged { return .managed }
        if !mayManageRoles { return .noPermission }
        return found.position < highest ? nil : .tooHigh
    }

    /// The first of the roles that can't be given, as a sentence.
    func refusal(of wanted: [Snowflake]) -> String? {
        for role in wanted {
            guard let reason = reason(against: role) else { continue }
            return Self.words(reason, role)
        }
        return nil
    }

    private static func words(_ reason: Reason, _ role: Snowflake) -> String {
        switch reason {
        case .noPermission: "The bot lacks the permission to manage roles."
        case .everyone: "Role \(role) is @everyone, which everybody has."
        case .missing: "Role \(role) doesn't exist in this guild."
        case .managed: "Role \(role) belongs to a bot or an integration, so nobody can give it."
        case .tooHigh: "Role \(role) is not below the bot's highest role."
        }
    }
}
