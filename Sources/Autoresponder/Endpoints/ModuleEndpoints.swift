import API
import Essentials
import EventLoop
import Modules
import Postgres

/// Home, delete, status, enable, disable.
extension Autoresponder {
    var moduleEndpoints: [Endpoint] {
        [
            module.home("This is the autoresponder module of the API."),
            module.delete(
                "delete", answer: Removal.shape, nothing: { Removal.empty }, remove),
            module.status(isEnabled), enable,
            module.disable(answer: Removal.shape, remove),
        ]
    }

    var isEnabled: Module.IsEnabled {
        { [guilds] guild, context in try await guilds.isEnabled(guild, deadline: context.deadline) }
    }

    private var enable: Endpoint {
        module.enable("Enables the module, without triggers or responses.", answer: Removal.shape) {
            [database] guild, context in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.enable, [.snowflake(guild)], context)
            return rows.isEmpty ? nil : Removal.empty
        }
    }

    private var remove: Module.Change {
        { [database] guild, context in
            let rows = try await database.changeAutoresponder(
                of: guild, GuildSQL.disable, [.snowflake(guild)], context)
            guard let row = rows.first else { return nil }
            return try await Removal(database, guild, row).answer()
        }
    }
}

extension Database {
    /// Runs a change of what belongs to a guild, one after the other; the statement's first value is the guild.
    func changeAutoresponder(
        of guild: Snowflake, _ sql: some SQL, _ values: [SQLValue], _ context: RequestContext
    ) async throws(DatabaseError) -> Rows {
        try await runTogether(
            [
                BoundStatement(GuildSQL.lock, [.snowflake(guild)]), BoundStatement(sql, values),
            ], deadline: context.deadline)
    }
}
