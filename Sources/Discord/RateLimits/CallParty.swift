import Essentials

/// Whom a call is made for: whose share of the budget it takes, and whose refusals it counts for.
package struct CallParty: Hashable, Sendable {
    /// A caller who is held to a share. Service tokens aren't: they act for every guild.
    package enum Caller: Hashable, Sendable {
        case apiKey(String)
        case user(Snowflake)
    }

    /// One queue of the budget.
    enum Share: Hashable, Sendable {
        case guild(Snowflake)
        case caller(Caller)
        case nobody
    }

    /// Neither a guild nor a caller: all such calls are one party.
    package static let nobody = CallParty(guild: nil, caller: nil)

    /// The guild whose own business the call is.
    let guild: Snowflake?
    let caller: Caller?

    package init(guild: Snowflake?, caller: Caller?) {
        self.guild = guild
        self.caller = caller
    }

    var share: Share {
        if let guild { .guild(guild) } else if let caller { .caller(caller) } else { .nobody }
    }
}
