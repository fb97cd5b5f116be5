import Modules

/// Decides whether the bot may give a role, by the guild's roles on Discord.
struct RoleRules: Sendable {
    /// The reason why a role can't be given.
    enum Reason: Hashable, Sendable {
        /// The bot lacks the permission to manage roles.
        case noPermission
        case everyone
        case missing
        case managed
        /// Not below the bot's highest role.
        case tooHigh
        /// The role has rights that the caller lacks, or isn't below the caller's highest role.
        case aboveCaller
    }

    private let guild: Snowflake
    private let roles: [Snowflake: Role]
    private let bot: MemberRights
    /// The caller's rights; nil if they are unlimited.
    private let caller: MemberRights?

    /// - Parameters:
    ///   - roles: all roles of the guild.
    ///   - bot: the bot's roles, without @everyone.
    ///   - caller: the caller's rights; nil for the fleet.
    init(guild: Snowflake, roles: [Role], bot: [Snowflake], caller: MemberRights? = nil) {
        self.guild = guild
        self.roles = Dictionary(roles.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        self.bot = MemberRights(owner: false, roles: bot, in: guild, all: roles)
        self.caller = caller
    }

    func reason(against role: Snowflake) -> Reason? {
        if role == guild { return .everyone }
        guard let found = roles[role] else { return .missing }
        if found.isManaged { return .managed }
        if !bot.mayManageRoles { return .noPermission }
        if !bot.ranksAbove(found) { return .tooHigh }
        return caller?.covers(found) ?? true ? nil : .aboveCaller
    }

    /// The first of the roles that can't be given, with the reason, as a sentence.
    func refusal(of wanted: [Snowflake], keeping kept: [Snowflake] = []) -> String? {
        for role in wanted {
            guard let reason = reason(against: role) else { continue }
            if reason == .aboveCaller, kept.contains(role) { continue }
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
        case .aboveCaller:
            "Field 'role_ids' names role \(role), which has rights that you lack or is not below your highest role."
        }
    }
}
