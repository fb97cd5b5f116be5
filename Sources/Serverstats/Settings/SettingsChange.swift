import Modules

/// The change of the settings by a PUT.
struct SettingsChange {
    let toggles: Toggles
    /// The toggles that keep their state.
    let unchanged: Toggles
    var countersCategory: IDOrCreate?
    var starboardChannel: IDOrCreate?
    let starboardCount: Int

    /// The statement's parameters; nil if a channel has to be created first.
    var values: [SQLValue]? {
        guard countersCategory != .create, starboardChannel != .create else { return nil }
        return [
            .int4(toggles.rawValue), .int4(unchanged.rawValue),
            .snowflakeOrNull(countersCategory?.id), .snowflakeOrNull(starboardChannel?.id),
            .int4(Int32(truncatingIfNeeded: starboardCount)),
        ]
    }

    /// Adopts the channels that a concurrent change, finished before this one got the lock, has created.
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
