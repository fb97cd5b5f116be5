import Modules

/// The refusals already logged: a guild that the bot has left, or where it may not write, is logged once and not at each join.
@LoopActor
final class RefusalNotes {
    private var causes: [Snowflake: DiscordError] = [:]

    /// The number of guilds remembered; beyond it, all are forgotten and logged again.
    private static let limit = 10_000

    nonisolated init() {}

    /// Whether this is a guild's first refusal, or has a new cause.
    func isNew(_ error: DiscordError, in guild: Snowflake) -> Bool {
        guard causes[guild] != error else { return false }
        if causes.count >= Self.limit { causes = [:] }
        causes[guild] = error
        return true
    }

    /// A message was sent, so the next refusal is logged.
    func forget(_ guild: Snowflake) {
        causes[guild] = nil
    }
}
