import API
import Essentials
import Postgres

/// A counter: a locked voice channel whose name tells a number.
struct Counter: Hashable, Sendable {
    let id: Int64
    let guild: Snowflake
    let definition: CounterDefinition
    let channel: Snowflake
    /// Nil while a rename is on its way, or its outcome is unknown.
    let name: String?

    /// From the columns of ``CounterSQL``: id, guild, type, format, role, goal, channel, name.
    init?(_ row: Row) {
        guard let id = row.int64IfPresent(0), let type = CounterType(rawValue: row.int(2)) else {
            return nil
        }
        self.id = id
        guild = row.snowflake(1)
        definition = CounterDefinition(
            type: type, format: row.string(3), role: row.snowflakeIfPresent(4),
            goal: row.int64IfPresent(5))
        channel = row.snowflake(6)
        name = row.stringIfPresent(7)
    }

    func write(into writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("counter_id", "\(id)")
        writer.field("guild_id", guild)
        writer.field("channel_id", channel)
        writer.field("counter_type", definition.type.rawValue)
        writer.field("format", definition.format)
        writer.field("role_id", definition.role)
        writer.field("goal_count", definition.goal)
        writer.endObject()
    }

    /// What `write` writes, and ``SettingsSQL/disable``.
    static let shape = Shape.named(
        "Counter",
        [
            "counter_id": .text, "guild_id": .snowflake, "channel_id": .snowflake,
            "counter_type": .integer, "format": .text, "role_id": .nullable(.snowflake),
            "goal_count": .nullable(.integer),
        ])
}

/// What a counter counts, and how it says it.
struct CounterDefinition: Hashable, Sendable {
    let type: CounterType
    let format: String
    /// Of the two types with a role.
    let role: Snowflake?
    let goal: Int64?

    init(type: CounterType, format: String?, role: Snowflake?, goal: Int64?) {
        self.type = type
        let given = format ?? ""
        self.format = given.allSatisfy(\.isWhitespace) ? type.defaultFormat : given
        self.role = type.needsRole ? role : nil
        self.goal = goal
    }

    /// The name the channel gets; nil where a number is missing.
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

    /// As Discord's own clients call one.
    private static let deletedRole = "deleted-role"
}
