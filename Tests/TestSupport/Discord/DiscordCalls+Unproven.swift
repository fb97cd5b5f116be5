import Essentials
import HTTP

@testable import Discord

/// Calls with unverified ids, for tests of the client itself; the product can't make them.
extension DiscordCalls {
    package func channel(_ id: Snowflake) async throws(DiscordError) -> Channel {
        try await one(.get, "/channels/{channel}", "\(id)", "/channels/\(id)")
    }

    package func user(ofToken token: String) async throws(DiscordError) -> User {
        try await one(.get, "/users/@me", "", "/users/@me", authorization: .bearer(token))
    }
}

extension GuildChannel {
    package static func unproven(_ id: Snowflake, of guild: Snowflake = 1) -> GuildChannel {
        GuildChannel(proven: id, of: guild)
    }
}

extension GuildInvite {
    package static func unproven(_ code: String, of guild: Snowflake = 1) -> GuildInvite {
        GuildInvite(proven: code, of: guild)
    }
}

extension GuildChannel: ExpressibleByIntegerLiteral {
    public init(integerLiteral id: Int64) {
        self = .unproven(Snowflake(integerLiteral: id))
    }
}
