import Modules

/// Reads guilds' settings, always from the database.
@LoopActor
struct SettingsStore {
    let database: Database

    /// Nil if the module is disabled.
    func find(
        _ guild: Snowflake, deadline: Instant = .now() + Database.statementLimit
    ) async throws(DatabaseError) -> InviteSettings? {
        try await database.run(SettingsSQL.read, [.snowflake(guild)], deadline: deadline)
            .first.map(InviteSettings.init)
    }

    /// The guild's settings, or 800.
    func enabled(_ guild: Snowflake, deadline: Instant) async throws -> InviteSettings {
        let found: InviteSettings?
        do throws(DatabaseError) {
            found = try await find(guild, deadline: deadline)
        } catch {
            throw APIError(error, .reading)
        }
        guard let found else { throw APIError.moduleDisabled }
        return found
    }
}
