/// A variable that is known, and what it's about. The raw values are what follows the set's prefix.
package enum Variable: Hashable, Sendable {
    case user(OfPerson)
    case inviter(OfPerson)
    case channel(OfChannel)
    case server(OfServer)
    case current(OfTime)
    case inviteCount
    case inviteCode

    /// Nil for names that mean nothing.
    package init?(name: String) {
        switch name {
        case "current_invite_count": self = .inviteCount
        case "invite_code": self = .inviteCode
        default:
            guard let known = Self.user(name) ?? Self.place(name) else { return nil }
            self = known
        }
    }

    private static func user(_ name: String) -> Variable? {
        OfPerson(name, after: "user_").map(Variable.user)
            ?? OfPerson(name, after: "inviter_").map(Variable.inviter)
    }

    private static func place(_ name: String) -> Variable? {
        OfChannel(name, after: "channel_").map(Variable.channel)
            ?? OfServer(name, after: "server_").map(Variable.server)
            ?? OfTime(name, after: "current_").map(Variable.current)
    }

    package enum OfPerson: String, CaseIterable, Sendable {
        case id, mention, nickname
        case displayName = "display_name"
        case isDeaf = "is_deaf"
        case isMute = "is_mute"
        case isPending = "is_pending"
        case joinedAt = "joined_at"
        case premiumSince = "premium_since"
        case roles
        case communicationDisabledUntil = "communication_disabled_until"
        case avatarURL = "avatar_url"

        /// Whether the id says nothing about it.
        var needsMember: Bool { self != .id && self != .mention }
    }

    package enum OfChannel: String, CaseIterable, Sendable {
        case id, mention, name, type
        case createdAt = "created_at"

        var needsChannel: Bool { self == .name || self == .type }
    }

    package enum OfServer: String, CaseIterable, Sendable {
        case id, name, description, owner
        case createdAt = "created_at"
        case afkTimeout = "afk_timeout"
        case mfaLevel = "mfa_level"
        case preferredLocale = "preferred_locale"
        case premiumSubscriptionCount = "premium_subscription_count"
        case premiumTier = "premium_tier"
        case verificationLevel = "verification_level"
        case nsfwLevel = "nsfw_level"
        case publicUpdatesChannel = "public_updates_channel"
        case rulesChannel = "rules_channel"
        case systemChannel = "system_channel"
        case widgetChannel = "widget_channel"

        var needsGuild: Bool { self != .id && self != .createdAt }
    }

    package enum OfTime: String, CaseIterable, Sendable {
        case date, time, datetime
        case datetimeISO = "datetime_iso"
    }
}

extension RawRepresentable<String> {
    fileprivate init?(_ name: String, after prefix: String) {
        guard name.hasPrefix(prefix) else { return nil }
        self.init(rawValue: String(name.dropFirst(prefix.count)))
    }
}
