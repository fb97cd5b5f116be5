/// Who has had so many calls refused by Discord that no more are made for them until ten minutes have passed.
package enum RefusalShare: String, Hashable, Sendable, CaseIterable {
    case everything
    case guild
    case caller
    case route
    /// One kind of call in one guild.
    case routeInGuild = "route_in_guild"
    /// OAuth tokens that Discord has never accepted. They share a quarter of the bound, so that invalid tokens can't stop the bot.
    case unknownTokens = "unknown_tokens"

    /// One sentence for the caller.
    package var words: String {
        switch self {
        case .everything:
            "Discord refused so many calls lately that no more are sent; try again in ten minutes."
        case .guild:
            "Discord refused too many of this guild's calls; check the bot's permissions and "
                + "try again in ten minutes."
        case .caller:
            "Discord refused too many of this caller's calls; try again in ten minutes."
        case .route:
            "Discord refused too many calls of this kind; try again in ten minutes."
        case .routeInGuild:
            "Discord refused too many of this guild's calls of this kind; check the bot's "
                + "permissions and try again in ten minutes."
        case .unknownTokens:
            "Discord refused too many unknown OAuth tokens; try again in ten minutes."
        }
    }
}
