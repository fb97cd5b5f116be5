import Modules

/// A counter: a locked voice channel whose name shows a number.
struct Counter: Hashable, Sendable {
    let id: Int64
    let guild: Snowflake
    let definition: CounterDefinition
    let channel: Snowflake
    /// Nil while a rename is in flight, or if its result is unknown.
    let name: String?
}

extension Counter: Record {
    static let title: String? = "Counter"
    /// As ``SettingsSQL/disable`` writes them.
    static let members: Members = [
        .id("counter_id", \.id), .member("guild_id", \.guild), .member("channel_id", \.channel),
        .member("counter_type", \.definition.type), .member("format", \.definition.format),
        .member("role_id", \.definition.role), .member("goal_count", \.definition.goal),
    ]

    init(_ columns: inout RowReader) {
        guild = columns.next()
        id = columns.next()
        definition = CounterDefinition(
            // The table takes no other types.
            type: CounterType(rawValue: columns.next()) ?? .statuses, format: columns.next(),
            role: columns.next(), goal: columns.next())
        channel = columns.next()
        name = columns.next()
    }
}

/// A counter's type and the format of its name.
struct CounterDefinition: Hashable, Sendable {
    let type: CounterType
    let format: String
    /// Nil unless the type counts members with a role.
    let role: Snowflake?
    let goal: Int64?

    init(type: CounterType, format: String?, role: Snowflake?, goal: Int64?) {
        self.type = type
        let given = format ?? ""
        self.format = given.allSatisfy(\.isWhitespace) ? type.defaultFormat : given
        self.role = type.needsRole ? role : nil
        self.goal = goal
    }

    /// The channel's name; nil if a number is missing.
    func name(with numbers: GuildNumbers) -> String? {
        values(numbers).map { CounterName.make(format, $0) }
    }

    private func values(_ numbers: GuildNumbers) -> [String: String]? {
        if type == .statuses {
            guard let online = numbers.online, let offline = numbers.offline, let dnd = numbers.dnd
            else { return nil }
            return ["online": "\(online)", "offline": "\(offline)", "dnd": "\(dnd)"]
        }
        guard let current = numbers.current(of: self) else { return nil }
        let value = goal.map { max(0, $0 - Int64(current)) } ?? Int64(current)
        guard let role else { return ["value": "\(value)"] }
        guard let roleNames = numbers.roleNames else { return nil }
        return ["value": "\(value)", "role_name": roleNames[role] ?? Self.deletedRole]
    }

    /// The name that Discord's own clients show for one.
    private static let deletedRole = "deleted-role"
}
