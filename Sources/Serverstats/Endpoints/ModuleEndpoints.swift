import API
import Essentials
import EventLoop
import Modules
import Postgres

/// Home, status, enable, disable, delete.
extension Serverstats {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the serverstats module of the API."),
            module.status(isEnabled), enable,
            module.disable(
                answer: Self.wholeShape(Settings.shape), further: [.internalServer], remove),
            module.delete(
                "settings/delete", answer: Self.wholeShape(.nullable(Settings.shape)),
                nothing: { Self.whole(nil) }, remove),
        ]
    }

    var isEnabled: Module.IsEnabled {
        { [settings] guild, context in
            try await settings.settings(of: guild, deadline: context.deadline) != nil
        }
    }

    private var enable: Endpoint {
        module.enable(
            "Enables the module, with everything off.", answer: Self.wholeShape(Settings.shape)
        ) { [database] guild, context in
            let rows = try await database.changeSettings(of: guild, SettingsSQL.enable, [], context)
            guard let settings = rows.first.map(Settings.init) else { return nil }
            // An event sent after this answer arrived provably later, whichever worker takes it.
            database.clock.note(settings.enabledAt, receivedAt: Instant.now())
            await sleep(for: Self.settlingTime)
            return Self.whole(settings)
        }
    }

    /// More than what workers know too little of the database's clock.
    private static let settlingTime = Duration.milliseconds(20)

    private var remove: Module.Change {
        { [database] guild, context in
            let rows = try await database.changeSettings(
                of: guild, SettingsSQL.disable, [], context)
            return rows.first.map(Self.removed)
        }
    }

    /// What was there, from a row of ``SettingsSQL/disable``.
    private static func removed(_ row: Row) -> Answer {
        whole(Settings(row), counters: row.string(6), entries: row.string(7))
    }

    /// What was created or removed.
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

extension Database {
    /// Runs a change of a guild's settings, one after the other and after the guild's sessions.
    func changeSettings(
        of guild: Snowflake, _ sql: SettingsSQL, _ values: [SQLValue], _ context: RequestContext
    ) async throws(DatabaseError) -> Rows {
        try await runTogether(
            [
                BoundStatement(GuildLockSQL.exclusive, [.snowflake(guild)]),
                BoundStatement(sql, [.snowflake(guild)] + values),
            ], deadline: context.deadline)
    }
}
