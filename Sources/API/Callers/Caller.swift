import Essentials

/// Who makes a request.
package enum Caller: Hashable, Sendable {
    /// Nobody known; only at open endpoints.
    case anonymous
    /// The bot fleet or cron, by the id of its token: any guild, on behalf of any member.
    case service(token: Int64)
    /// One guild's administrator, through an API key of that guild; `maker` where a user made it.
    case apiKey(guild: Snowflake, id: String, maker: Snowflake? = nil)
    /// A Discord user, and the guilds they administer.
    case user(Snowflake, administers: Set<Snowflake>)

    /// The person on whose rights it acts; nil for the fleet, and for keys that nobody knows the maker of.
    package var person: Snowflake? {
        switch self {
        case .user(let user, _): user
        case .apiKey(_, _, let maker): maker
        case .anonymous, .service: nil
        }
    }

    /// Who it is in logs: the fleet's token, a guild's key or a user, by id; nil for nobody known.
    package var nameForLogs: String? {
        switch self {
        case .anonymous: nil
        case .service(let token): "service token \(token)"
        case .apiKey(_, let id, _): "API key \(id)"
        case .user(let user, _): "user \(user)"
        }
    }

    package func administers(_ guild: Snowflake) -> Bool {
        switch self {
        case .anonymous: false
        case .service: true
        case .apiKey(let own, _, _): own == guild
        case .user(_, let guilds): guilds.contains(guild)
        }
    }
}
