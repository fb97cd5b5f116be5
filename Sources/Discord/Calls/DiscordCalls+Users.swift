import Essentials
import EventLoop
import HTTP

/// Calls about users.
extension DiscordCalls {
    /// The bot itself.
    package func bot() async throws(DiscordError) -> User {
        try await one(.get, "/users/@me")
    }

    /// The bot's id, asked for once: a token's bot never changes.
    @LoopActor
    package func botID() async throws(DiscordError) -> Snowflake {
        if let known = client.botID { return known }
        let id = try await bot().id
        client.botID = id
        return id
    }

    package func user(_ id: Snowflake) async throws(DiscordError) -> User {
        try await one(.get, "/users/{}", id)
    }

    /// Nil for an account that doesn't exist.
    package func userIfPresent(_ id: Snowflake) async throws(DiscordError) -> User? {
        try await unlessGone(.user) { () throws(DiscordError) in try await user(id) }
    }

    /// Who an OAuth access token belongs to, and which application it was issued to.
    package func authorization(
        ofToken token: String
    ) async throws(DiscordError) -> OAuthAuthorization {
        try await one(.get, "/oauth2/@me", authorization: .bearer(token))
    }

    /// Whether OAuth tokens issued to an application are taken: one of those configured, else the bot's own, which is asked for once.
    @LoopActor
    package func accepts(tokensOf application: Snowflake) async throws(DiscordError) -> Bool {
        let accepted = client.acceptedApplications
        guard accepted.isEmpty else { return accepted.contains(application) }
        let own: Application = try await one(.get, "/applications/@me")
        client.acceptedApplications = [own.id]
        return application == own.id
    }

    /// The guilds of an OAuth access token's user, all pages, with what they may do there.
    package func guilds(ofToken token: String) async throws(DiscordError) -> [UserGuild] {
        var guilds: [UserGuild] = []
        var start = ""
        var shortPages = 0
        while true {
            let page: [UserGuild] = try await list(
                .get, "/users/@me/guilds", then: "?limit=\(Self.guildPage)\(start)",
                authorization: .bearer(token))
            guilds += page
            // A page may be short though another follows; two such pages are the end. Ids rise; where they don't, there is no
            // going on.
            if page.count < Self.guildPage { shortPages += 1 }
            guard shortPages < 2, let last = page.map(\.id).max(), start != "&after=\(last)"
            else { return guilds }
            start = "&after=\(last)"
        }
    }

    /// How many guilds Discord gives at once.
    private static let guildPage = 200
}
