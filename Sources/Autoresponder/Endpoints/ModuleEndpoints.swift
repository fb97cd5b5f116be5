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
            answer: Removal.shape, fields: .guild
        ) { [database] call, guild in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.disable, [.snowflake(guild)], call)
            guard let row = rows.first else { return Removal.empty }
            return try await Removal(database, guild, row).answer()
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
            answer: Removal.shape, fields: .guild
        ) { [database] call, guild in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.enable, [.snowflake(guild)], call)
            guard !rows.isEmpty else { throw APIError.moduleEnabled }
            return Removal.empty
        }
    }

    private var disable: Endpoint {
        Endpoint(
            .post, "\(Self.root)/disable", "Disables the module and deletes all of its data.",
            group: Self.group, access: .administrators, input: .body,
            errors: [.badRequest, .settings, .moduleDisabled, .database],
            answer: Removal.shape, fields: .guild
        ) { [database] call, guild in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.disable, [.snowflake(guild)], call)
            guard let row = rows.first else { throw APIError.moduleDisabled }
            return try await Removal(database, guild, row).answer()
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
