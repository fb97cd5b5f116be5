import API
import Essentials

/// Whose budget a request is taken from.
enum Payer: Hashable, Sendable {
    case token(Int64)
    case apiKey(guild: Snowflake, id: String)
    case user(Snowflake)

    /// Nil for nobody known.
    init?(_ caller: Caller) {
        switch caller {
        case .anonymous: return nil
        case .service(let token): self = .token(token)
        case .apiKey(let guild, let id, _): self = .apiKey(guild: guild, id: id)
        case .user(let user, _): self = .user(user)
        }
    }

    /// What the row of a guild's or a person's budget is called; nil for tokens of ours, which have a table.
    var callerName: String? {
        switch self {
        case .token: nil
        case .apiKey(let guild, let id): "key:\(guild):\(id)"
        case .user(let user): "user:\(user)"
        }
    }
}
