import Modules
import Serverstats

/// The modules and statistics that a guild has on.
struct GuildModules {
    let guild: Snowflake
    /// The number of its last change; 0 if there was none.
    let change: Int64
    /// The switches of serverstats; nil if it is off.
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

    /// From a row of ``ModuleFeedSQL``; nil where it has no guild.
    init?(_ row: Row) {
        guard let guild = row.snowflakeIfPresent(2) else { return nil }
        self.guild = guild
        change = row.int64(1)
        toggles = row.int32IfPresent(3).map(Toggles.init(rawValue:))
        others = (4..<4 + Self.names.count).map { row.bool($0) }
    }

    /// A guild that never had anything on.
    init(nothingIn guild: Snowflake) {
        self.guild = guild
        change = 0
        toggles = nil
        others = []
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
