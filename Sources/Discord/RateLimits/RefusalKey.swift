import Essentials

/// A count of refused calls.
enum RefusalKey: Hashable, Sendable {
    case guild(Snowflake)
    case caller(CallParty.Caller)
    /// Method and template, over all guilds.
    case route(String)
    case routeOf(CallParty.Share, String)
    /// An OAuth token, by 64 bits of its hash.
    case token(UInt64)
    case unknownTokens

    var share: RefusalShare {
        switch self {
        case .guild: .guild
        case .caller, .token: .caller
        case .route: .route
        case .routeOf(.guild, _): .routeInGuild
        case .routeOf: .caller
        case .unknownTokens: .unknownTokens
        }
    }

    /// One party's calls of one kind.
    var isOwn: Bool {
        switch self {
        case .routeOf, .token: true
        case .guild, .caller, .route, .unknownTokens: false
        }
    }

    /// Counts what different parties were refused.
    var isOfMany: Bool {
        switch self {
        case .route, .unknownTokens: true
        case .guild, .caller, .routeOf, .token: false
        }
    }

    /// Closed when this many times its count is what is left of the bound: alone it gets to 1 / (weight + 1) of the bound.
    var weight: Int {
        switch self {
        case .guild, .caller, .route, .token: 9
        // One feature that lacks a permission leaves its guild's others the other half of the guild's tenth.
        case .routeOf: 19
        // Each token costs one refusal and is known as gone afterwards; a tenth would be little for real users' first calls.
        case .unknownTokens: 3
        }
    }

    /// All counts that a refused call adds to; the route's is the last.
    static func keys(of lane: LaneKey, for party: CallParty) -> [RefusalKey] {
        if case .bearer(let token) = lane.owner { return [.token(token), .unknownTokens] }
        var keys: [RefusalKey] = []
        if let guild = party.guild { keys.append(.guild(guild)) }
        if let caller = party.caller { keys.append(.caller(caller)) }
        if party.share != .nobody { keys.append(.routeOf(party.share, lane.route)) }
        keys.append(.route(lane.route))
        return keys
    }
}
