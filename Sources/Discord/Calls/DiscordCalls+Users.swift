import Essentials
import HTTP

extension DiscordCalls {
    /// The bot itself.
    package func bot() async throws(DiscordError) -> User {
        try await one(.get, "/users/@me", "", "/users/@me")
    }

    package func user(_ id: Snowflake) async throws(DiscordError) -> User {
        try await one(.get, "/users/{}", "", "/users/\(id)")
    }

    /// Who an OAuth access token belongs to.
    package func user(ofToken token: String) async throws(DiscordError) -> User {
        try await one(.get, "/users/@me", "", "/users/@me", authorization: .bearer(token))
    }

    /// The guilds of an OAuth access token's user, at most 200, with what they may do there.
    package func guilds(ofToken token: String) async throws(DiscordError) -> [UserGuild] {
        try await list(
            .get, "/users/@me/guilds", "", "/users/@me/guilds", authorization: .bearer(token))
    }
}
