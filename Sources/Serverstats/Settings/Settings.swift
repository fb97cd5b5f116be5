import Modules

/// A guild's settings; their existence means that the module is enabled.
package struct Settings: Hashable, Sendable {
    package let guild: Snowflake
    /// Rows stored before this time are ignored.
    package let enabledAt: Timestamp
    package let toggles: Toggles
    package let countersCategory: Snowflake?
    package let starboardChannel: Snowflake?
    package let starboardCount: Int
}

extension Settings {
    init(_ row: Row) {
        var columns = RowReader(row)
        self.init(&columns)
    }

    /// Reads the first columns of ``SettingsSQL``'s statements.
    init(_ columns: inout RowReader) {
        self.init(
            guild: columns.next(), enabledAt: columns.next(),
            toggles: Toggles(rawValue: columns.next()), countersCategory: columns.next(),
            starboardChannel: columns.next(), starboardCount: columns.next())
    }
}

/// Written without a list of members: every worker is asked for them all the time.
extension Settings: Shaped {
    /// Writes the object that GET returns and PUT accepts.
    package func write(to writer: inout ByteWriter) {
        writer.beginObject()
        writer.field("guild_id", guild)
        write(.counters, into: &writer)
        writer.field("counters_category_id", countersCategory)
        write(.starboard, into: &writer)
        writer.field("starboard_channel", starboardChannel)
        writer.field("starboard_count", starboardCount)
        for toggle in Toggle.allCases where toggle != .counters && toggle != .starboard {
            write(toggle, into: &writer)
        }
        writer.endObject()
    }

    private func write(_ toggle: Toggle, into writer: inout ByteWriter) {
        writer.field(toggle.field, toggles.isOn(toggle))
    }

    /// The schema of what `write` writes.
    package static let shape: Shape = {
        var members = [
            Shape.Member("guild_id", .snowflake),
            Shape.Member("counters_enabled", .boolean),
            Shape.Member("counters_category_id", .nullable(.snowflake)),
            Shape.Member("starboard_enabled", .boolean),
            Shape.Member("starboard_channel", .nullable(.snowflake)),
            Shape.Member("starboard_count", .integer),
        ]
        for toggle in Toggle.allCases where toggle != .counters && toggle != .starboard {
            members.append(Shape.Member(toggle.field.description, .boolean))
        }
        return .named("ServerstatsSettings", .object(members))
    }()
}
