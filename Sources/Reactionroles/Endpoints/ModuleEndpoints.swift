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
            return Self.dropped([])
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
            return Self.dropped(FoundPanel.all(rows))
        }
    }

    private var delete: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/delete",
            "Deletes all of the module's data, whether or not it is enabled.",
            group: Self.group, access: .administrators, input: .body, errors: [.badRequest],
            answer: Self.droppedShape, fields: .guild
        ) { [self] call, guild in
            Self.dropped(FoundPanel.all(try await change(ModuleSQL.disable, of: guild, call)))
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
    static func dropped(_ found: [FoundPanel]) -> Answer {
        let shown = found.filter { $0.panel.state == .standing }
        return .data { writer in
            writer.beginObject()
            writer.key("panels")
            writer.beginArray()
            for found in shown { found.panel.write(into: &writer) }
            writer.endArray()
            writer.key("reactionroles")
            writer.beginArray()
            for entry in shown.flatMap(\.entries) { entry.write(into: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    static let droppedShape = Shape.object([
        "panels": .list(Panel.shape), "reactionroles": .list(Entry.shape),
    ])
}
