import Modules

/// Reads guilds' settings, always from the database; concurrent reads share a statement.
@LoopActor
package final class SettingsReader {
    private let batcher: Batcher<Snowflake, Settings?>

    package init(_ database: Database) {
        var limits = BatchLimits()
        limits.flights = 2
        batcher = Batcher(limits: limits) { delivery throws(DatabaseError) in
            let guilds = delivery.items.map(\.rawValue)
            let rows = try await database.run(
                SettingsSQL.read, [.int8Array(guilds)], deadline: delivery.deadline)
            var found: [Snowflake: Settings] = [:]
            for row in rows {
                let settings = Settings(row)
                found[settings.guild] = settings
            }
            return delivery.items.map { found[$0] }
        }
    }

    /// The guild's settings; nil if the module is disabled.
    package func settings(
        of guild: Snowflake, deadline: Instant
    ) async throws(DatabaseError) -> Settings? {
        try await batcher.add(guild, size: 8, deadline: deadline)
    }

    /// The guild's settings, or 800.
    func enabledSettings(of guild: Snowflake, deadline: Instant) async throws -> Settings {
        let found: Settings?
        do throws(DatabaseError) {
            found = try await settings(of: guild, deadline: deadline)
        } catch {
            throw APIError(error, .reading)
        }
        guard let found else { throw APIError.moduleDisabled }
        return found
    }
}
