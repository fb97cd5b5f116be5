import Discord
import Essentials
import EventLoop

/// Which guilds' refusals the log has been told of: a guild that the bot has left, or where it may not write, is noted once and
/// not at each join.
@LoopActor
final class RefusalNotes {
    private var causes: [Snowflake: DiscordError] = [:]

    /// How many guilds are remembered; beyond, all are forgotten and noted anew.
    private static let limit = 10_000

    nonisolated init() {}

    /// Whether this is the first refusal of a guild, or another than before.
    func isNew(_ error: DiscordError, in guild: Snowflake) -> Bool {
        guard causes[guild] != error else { return false }
        if causes.count >= Self.limit { causes = [:] }
        causes[guild] = error
        return true
    }

    /// A message was sent: the next refusal is news.
    func forget(_ guild: Snowflake) {
        causes[guild] = nil
    }
}
