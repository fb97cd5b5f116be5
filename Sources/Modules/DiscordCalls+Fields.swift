import API
import Discord
import Essentials
import EventLoop

/// Channels that a field of a request names.
extension DiscordCalls {
    /// The channel that a request names.
    /// - Throws: 422 naming the field, where it is another guild's; else as ``channel(_:of:)``.
    @LoopActor
    package func channel(
        _ id: Snowflake, of guild: Snowflake, field: StaticString
    ) async throws -> GuildChannel {
        do throws(DiscordError) {
            return try await channel(id, of: guild)
        } catch {
            guard error == .foreign(.channel) else { throw error }
            throw APIError.unprocessable(
                "Field '\(field)' names a channel of another guild.", field: "\(field)")
        }
    }

    /// Makes sure that a setting names a channel of the guild. Without a bot nothing is checked, since nothing is ever sent;
    /// whatever is sent later needs the proof then.
    /// - Throws: 422 naming the field, where the guild has no such channel, or the bot can't see it; 804 where Discord doesn't
    ///   say.
    @LoopActor
    package func require(
        _ id: Snowflake, of guild: Snowflake, field: StaticString
    ) async throws {
        do throws(DiscordError) {
            _ = try await channel(id, of: guild)
        } catch {
            if error == .notConfigured { return }
            let isAnswer =
                error == .foreign(.channel) || error.isGone(.channel) || error.isForbidden
            guard isAnswer else { throw error }
            throw APIError.unprocessable(
                "Field '\(field)' names no channel of this guild that the bot can see.",
                field: "\(field)")
        }
    }
}
