import API
import Essentials
import Postgres
import Serverstats

/// What a guild has on.
struct GuildModules {
    let guild: Snowflake
    /// The number of its last change; 0 where it isn't told.
    let change: Int64
    /// Of serverstats; nil where that is off.
    private let toggles: Toggles?
    /// Whether each of the other modules is on.
    private let others: [Bool]

    private static let names = ["autoresponder", "reactionroles", "invite-tracker"]

    static let shape = Shape.named(
        "GuildModules",
        [
            "guild_id": .snowflake, "modules": .list(.text), "statistics": .list(.text),
            "starboard": .boolean, "counters": .boolean,
        ])

    /// - Parameter column: of the guild; what it has on follows.
    init(_ row: Row, from column: Int, change: Int64 = 0) {
        guild = row.snowflake(column)
        self.change = change
        toggles = row.int32IfPresent(column + 1).map(Toggles.init(rawValue:))
        others = (2..<2 + Self.names.count).map { row.bool(column + $0) }
    }

    /// Of a list's row, which may have no guild: then nil.
    init?(listed row: Row) {
        guard row.int64IfPresent(2) != nil else { return nil }
        self.init(row, from: 2, change: row.int64(1))
    }

    func write(into writer: inout ByteWriter) {
        let modules =
            (toggles == nil ? [] : ["serverstats"]) + zip(Self.names, others).filter(\.1).map(\.0)
        writer.beginObject()
        writer.field("guild_id", guild)
        writer.field("modules", modules)
        writer.field("statistics", toggles?.statistics ?? [])
        writer.field("starboard", toggles?.isOn(.starboard) ?? false)
        writer.field("counters", toggles?.isOn(.counters) ?? false)
        writer.endObject()
    }
}
