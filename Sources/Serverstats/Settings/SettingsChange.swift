import API
import Essentials
import Postgres

/// What a PUT makes of the settings.
struct SettingsChange {
    let toggles: Toggles
    /// Those that stay as they are.
    let unchanged: Toggles
    var countersCategory: IDOrCreate?
    var starboardChannel: IDOrCreate?
    let starboardCount: Int

    /// As the statement takes them; nil where a channel would have to be created.
    var values: [SQLValue]? {
        guard countersCategory != .create, starboardChannel != .create else { return nil }
        return [
            .int4(toggles.rawValue), .int4(unchanged.rawValue),
            .snowflakeOrNull(countersCategory?.id), .snowflakeOrNull(starboardChannel?.id),
            .int4(Int32(truncatingIfNeeded: starboardCount)),
        ]
    }

    /// Takes the channels that another change, which this one has waited for, has stored meanwhile.
    func adopting(from before: Settings, to now: Settings) -> SettingsChange {
        var change = self
        if countersCategory == .create, let new = now.countersCategory,
            new != before.countersCategory
        {
            change.countersCategory = .id(new)
        }
        if starboardChannel == .create, let new = now.starboardChannel,
            new != before.starboardChannel
        {
            change.starboardChannel = .id(new)
        }
        return change
    }
}

extension IDOrCreate {
    var id: Snowflake? { if case .id(let id) = self { id } else { nil } }
}
