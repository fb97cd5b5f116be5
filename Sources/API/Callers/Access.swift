import Essentials

/// Which callers an endpoint lets in.
package enum Access: Hashable, Sendable {
    /// Anybody, without credentials.
    case open
    /// Whoever administers the guild: a service token, its API keys, its administrators.
    case administrators
    /// Service tokens only.
    case service
    /// The member concerned: a service token for any member, a user for itself, an API key never.
    case privacy
    /// As administrators, without API keys: a key can't make keys.
    case keyHolders
    /// Discord users only: it's about their own guilds.
    case users

    package var needsCredentials: Bool { self != .open }

    /// Marked "Do not use this endpoint yourself!" in the documents.
    package var isInternal: Bool { self == .service || self == .privacy }

    /// - Parameters: the guild and member that the request names, where it names any.
    package func admits(_ caller: Caller, guild: Snowflake?, member: Snowflake?) -> Bool {
        if self == .open { return true }
        if case .service = caller { return self != .users }
        switch (self, caller) {
        case (.administrators, _): return guild.map(caller.administers) ?? false
        case (.keyHolders, .user): return guild.map(caller.administers) ?? false
        case (.privacy, .user(let user, _)): return user == member
        case (.users, .user): return true
        default: return false
        }
    }
}
