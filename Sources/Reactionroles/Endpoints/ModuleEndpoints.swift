import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// Home, status, enable, disable, delete.
extension Reactionroles {
    var moduleEndpoints: [Endpoint] { [home, delete, status, enable, disable] }

    private var home: Endpoint {
        .home(
            Self.root, group: Self.group,
            "This is the reactionroles module of the API.")
    }

    private var status: Endpoint {
        .status(Self.root, group: Self.group) { [reader] guild, call in
            try await reader.isEnabled(guild, deadline: call.deadline)
        }
    }

    private var enable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/enable", "Enables the module, without any panel.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleEnabled, .database],
            answer: Self.droppedShape, fields: .guild
        ) { [self] call, guild in
            let rows = try await change(ModuleSQL.enable, of: guild, call)
            guard !rows.isEmpty else { throw APIError.moduleEnabled }
            return try await Self.dropped([])
        }
    }

    private var disable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/disable",
            "Disables the module and deletes all of its data. The messages stay at Discord.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            answer: Self.droppedShape, fields: .guild
        ) { [self] call, guild in
            let rows = try await change(ModuleSQL.disable, of: guild, call)
            guard !rows.isEmpty else { throw APIError.moduleDisabled }
            return try await Self.dropped(FoundPanel.all(rows))
        }
    }

    private var delete: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/delete",
            "Deletes all of the module's data, whether or not it is enabled.",
            group: Self.group, access: .administrators, input: .body, errors: [.badRequest],
            answer: Self.droppedShape, fields: .guild
        ) { [self] call, guild in
            try await Self.dropped(
                FoundPanel.all(try await change(ModuleSQL.disable, of: guild, call)))
        }
    }

    private func change(
        _ sql: ModuleSQL, of guild: Snowflake, _ call: Call
    ) async throws(DatabaseError) -> Rows {
        try await database.runTogether(
            [
                BoundStatement(GuildLockSQL.exclusive, [.snowflake(guild)]),
                BoundStatement(sql, [.snowflake(guild)]),
            ], deadline: call.deadline)
    }

    /// Panels and their entries that are gone; those that didn't stand yet, or any more, don't show.
    static func dropped(_ found: [FoundPanel]) async throws -> Answer {
        let shown = found.filter { $0.panel.state == .standing }
        let panels = StreamedList("panels") {
            .init(shown.map { found in { found.panel.write(into: &$0) } }, isLast: true)
        }
        let entries = StreamedList("reactionroles") {
            .init(
                shown.flatMap(\.entries).map { entry in { entry.write(into: &$0) } }, isLast: true)
        }
        return try await .lists([panels, entries], isLarge: shown.count > largeCount)
    }

    /// More panels are sent in parts: all of a guild's may have some megabytes.
    private static let largeCount = 20

    static let droppedShape = Shape.object([
        "panels": .list(Panel.shape), "reactionroles": .list(Entry.shape),
    ])
}
