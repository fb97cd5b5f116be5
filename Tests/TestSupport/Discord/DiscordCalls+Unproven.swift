import Essentials
import HTTP

@testable import Discord

/// What tests of the client itself may do, and the product may not: call with an id that nothing is known of.
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
