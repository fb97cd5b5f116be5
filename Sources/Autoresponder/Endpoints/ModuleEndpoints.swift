import API
import Essentials
import EventLoop
import HTTP
import Postgres

/// Home, delete, status, enable, disable.
extension Autoresponder {
    var moduleEndpoints: [Endpoint] { [home, delete, status, enable, disable] }

    private var home: Endpoint {
        .home(
            Self.root, group: Self.group,
            "This is the autoresponder module of the API.")
    }

    private var delete: Endpoint {
        Endpoint(
            .delete, "\(Self.root)/delete",
            "Deletes all of the module's data, whether or not it is enabled.",
            group: Self.group, access: .administrators, input: .body, errors: [.badRequest],
            answer: Belongings.shape, fields: .guild
        ) { [database] call, guild in
            Belongings(
                try await database.changeAutoresponder(
                    of: guild, GuildSQL.disable, [.snowflake(guild)], call)
            ).answer(guild)
        }
    }

    private var status: Endpoint {
        .status(Self.root, group: Self.group) { [guilds] guild, call in
            try await guilds.isEnabled(guild, deadline: call.deadline)
        }
    }

    private var enable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/enable", "Enables the module, without triggers or responses.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleEnabled, .database],
            answer: Belongings.shape, fields: .guild
        ) { [database] call, guild in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.enable, [.snowflake(guild)], call)
            guard !rows.isEmpty else { throw APIError.moduleEnabled }
            return Belongings().answer(guild)
        }
    }

    private var disable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/disable", "Disables the module and deletes all of its data.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            answer: Belongings.shape, fields: .guild
        ) { [database] call, guild in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.disable, [.snowflake(guild)], call)
            guard rows.first?.bool(0) == true else { throw APIError.moduleDisabled }
            return Belongings(rows).answer(guild)
        }
    }
}

/// What a guild has, or had.
private struct Belongings: Sendable {
    var triggers: [Trigger] = []
    var responses: [Response] = []

    init() {}

    /// From the rows of ``GuildSQL/disable``.
    init(_ rows: Rows) {
        triggers = rows.compactMap { Trigger($0, at: 2) }
        responses = rows.compactMap { Response($0, at: 13) }
    }

    static let shape = Shape.object([
        "triggers": .list(Trigger.shape), "responses": .list(Response.shape),
    ])

    func answer(_ guild: Snowflake) -> Answer {
        .data { writer in
            writer.beginObject()
            writer.key("triggers")
            writer.beginArray()
            for trigger in triggers { trigger.write(of: guild, into: &writer) }
            writer.endArray()
            writer.key("responses")
            writer.beginArray()
            for response in responses { response.write(of: guild, into: &writer) }
            writer.endArray()
            writer.endObject()
        }
    }
}

extension Database {
    /// Runs a change of what belongs to a guild, one after the other; the statement's first value is the guild.
    func changeAutoresponder(
        of guild: Snowflake, _ sql: some SQL, _ values: [SQLValue], _ call: Call
    ) async throws(DatabaseError) -> Rows {
        try await runTogether(
            [
                BoundStatement(GuildSQL.lock, [.snowflake(guild)]), BoundStatement(sql, values),
            ], deadline: call.deadline)
    }
}
