import Modules

/// The endpoints home, status, enable, disable and delete.
extension Serverstats {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the serverstats module of the API."),
            module.status, enable,
            module.disable(
                answer: Self.wholeShape(Settings.shape), further: [.internalServer], remove),
            module.delete(
                "settings/delete", answer: Self.wholeShape(.nullable(Settings.shape)),
                nothing: { Self.whole(nil) }, remove),
        ]
    }

    private var enable: Endpoint {
        module.enable(
            "Enables the module, with everything off.", answer: Self.wholeShape(Settings.shape)
        ) { [module] guild, context in
            let rows = try await module.change(guild, by: SettingsSQL.enable, [], context)
            guard let settings = rows.first.map(Settings.init) else { return nil }
            await module.settle(after: settings.enabledAt)
            return Self.whole(settings)
        }
    }

    private var remove: Module.Change {
        { [module] guild, context in
            let rows = try await module.change(guild, by: SettingsSQL.disable, [], context)
            return rows.first.map(Self.removed)
        }
    }

    /// The deleted data, from a row of ``SettingsSQL/disable``.
    private static func removed(_ row: Row) -> Answer {
        whole(Settings(row), counters: row.string(6), entries: row.string(7))
    }

    /// The created or deleted data.
    /// - Parameters: the lists as JSON.
    private static func whole(
        _ settings: Settings?, counters: String = "[]", entries: String = "[]"
    ) -> Answer {
        .data { writer in
            writer.beginObject()
            writer.field("settings", settings)
            writer.key("counters")
            writer.append(counters)
            writer.key("starboard_entries")
            writer.append(entries)
            writer.endObject()
        }
    }

    private static func wholeShape(_ settings: Shape) -> Shape {
        .object([
            "settings": settings, "counters": .list(Counter.shape),
            "starboard_entries": .list(
                .object([
                    "guild_id": .snowflake, "original_message_id": .snowflake,
                    "starboard_message_id": .snowflake, "monitoring_start": .timestamp,
                ])),
        ])
    }
}
