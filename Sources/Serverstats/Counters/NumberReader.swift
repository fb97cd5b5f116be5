import Modules

/// Fetches a guild's numbers, only those asked for.
@LoopActor
final class NumberReader {
    let database: Database
    let discord: DiscordCalls
    let guild: Snowflake
    private(set) var numbers = GuildNumbers()

    init(_ database: Database, _ discord: DiscordCalls, guild: Snowflake) {
        self.database = database
        self.discord = discord
        self.guild = guild
    }

    /// Fetches from a source into `numbers`.
    /// - Parameter roles: the roles whose online members are counted.
    /// - Throws: `DiscordError` or `DatabaseError`.
    func read(_ source: NumberSource, roles: Set<Snowflake> = []) async throws {
        switch source {
        case .guild: try await readGuild()
        case .statuses: try await readStatuses()
        case .channels:
            numbers.channels = try await discord.channels(of: guild).count {
                $0.type != Channel.category
            }
        case .roles:
            let others = try await discord.roles(of: guild).filter { $0.id != guild }
            numbers.roleNames = Dictionary(
                others.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
        case .roleMemberCounts:
            numbers.membersByRole = try await discord.roleMemberCounts(of: guild)
        case .onlineByRole: try await readOnline(roles)
        }
    }

    func countOneMoreChannel() { numbers.channels = numbers.channels.map { $0 + 1 } }

    private func readGuild() async throws {
        let found = try await discord.guild(guild)
        numbers.members = found.memberCount
        numbers.presence = found.presenceCount
        numbers.boosts = found.premiumSubscriptionCount
    }

    private func readStatuses() async throws {
        numbers.dnd = try await database.run(StatusSQL.countDND, [.snowflake(guild)])[0].int(0)
    }
}

// MARK: Online with a role

/// The fleet reports who is online; Discord returns the members of a role only member by member. If few members are online,
/// each is read; in guilds of up to some ten thousands all members are listed. In larger ones that would take hundreds of
/// calls each time, so the role's members are assumed to be online as often as all members.
extension NumberReader {
    static let pageSize = 1_000
    /// The maximum number of calls of one reading.
    static let mostCalls = 25

    private func readOnline(_ roles: Set<Snowflake>) async throws {
        for role in roles { numbers.onlineByRole[role] = 0 }
        let most = Int64(Self.mostCalls * Self.pageSize)
        let rows = try await database.run(StatusSQL.online, [.snowflake(guild), .int8(most)])
        let online = Set(rows.map { $0.snowflake(0) })
        guard !online.isEmpty, !roles.isEmpty else { return }
        if numbers.members == nil { try await readGuild() }
        let pages = (numbers.members ?? 0) / Self.pageSize + 1
        if online.count <= min(pages, Self.mostCalls) {
            try await ask(for: online, roles)
        } else if pages <= Self.mostCalls {
            try await list(online, roles)
        } else {
            try await estimate(roles)
        }
    }

    /// After an interrupted reading: drops the partial counts.
    func forgetOnlineByRole() {
        numbers.onlineByRole = [:]
    }

    private func ask(for online: Set<Snowflake>, _ roles: Set<Snowflake>) async throws {
        for user in online {
            // A missing member has left since.
            if let member = try await discord.memberIfPresent(user, of: guild) {
                count(member, roles)
            }
        }
    }

    private func list(_ online: Set<Snowflake>, _ roles: Set<Snowflake>) async throws {
        var last: Snowflake?
        let end = online.max()
        for _ in 0..<Self.mostCalls {
            let page = try await discord.members(of: guild, after: last, limit: Self.pageSize)
            for member in page where online.contains(member.user.id) { count(member, roles) }
            last = page.map(\.user.id).max()
            guard !ListPage.isLast(page.count, of: Self.pageSize), let last, let end, last < end
            else { return }
        }
    }

    private func count(_ member: Member, _ roles: Set<Snowflake>) {
        for role in roles.intersection(member.roles) {
            numbers.onlineByRole[role, default: 0] += 1
        }
    }

    private func estimate(_ roles: Set<Snowflake>) async throws {
        if numbers.membersByRole == nil { try await read(.roleMemberCounts) }
        if numbers.dnd == nil { try await readStatuses() }
        guard let all = numbers.members, all > 0, let online = numbers.online else { return }
        for role in roles {
            let holders = numbers.membersByRole?[role] ?? 0
            numbers.onlineByRole[role] = min(holders, holders * online / all)
        }
    }
}
