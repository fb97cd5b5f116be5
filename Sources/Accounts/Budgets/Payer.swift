import API
import Essentials

/// The owner of the budget that a request is charged to.
enum Payer: Hashable, Sendable {
    case token(Int64)
    case apiKey(guild: Snowflake, id: String)
    case user(Snowflake)

    /// Nil for an anonymous caller.
    init?(_ caller: Caller) {
        switch caller {
        case .anonymous: return nil
        case .service(let token): self = .token(token)
        case .apiKey(let guild, let id, _): self = .apiKey(guild: guild, id: id)
        case .user(let user, _): self = .user(user)
        }
    }

    /// The name of the row of a guild's or a user's budget; nil for service tokens, which have a table of their own.
    var callerName: String? {
        switch self {
        case .token: nil
        case .apiKey(let guild, let id): "key:\(guild):\(id)"
        case .user(let user): "user:\(user)"
        }
    }
}
