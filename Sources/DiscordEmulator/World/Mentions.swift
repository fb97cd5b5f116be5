import Essentials

/// Whom a message pings.
package struct Mentions: Hashable, Sendable {
    package var everyone = false
    package var users: Set<Snowflake> = []
    package var roles: Set<Snowflake> = []

    package init() {}

    /// Finds what a text mentions.
    init(in text: String) {
        everyone = text.contains("@everyone") || text.contains("@here")
        for part in text.split(separator: "<@", omittingEmptySubsequences: false).dropFirst() {
            let inner = part.prefix { $0 != ">" }
            guard inner.count < part.count else { continue }
            let digits = String(inner.drop { $0 == "!" || $0 == "&" })
            guard let id = Snowflake(decimal: digits) else { continue }
            if inner.hasPrefix("&") { roles.insert(id) } else { users.insert(id) }
        }
    }

    /// The mentions that `allowed_mentions` allows; without it, all.
    func allowed(by rule: JSON?) -> Mentions {
        guard let rule, !rule.isNull else { return self }
        let parsed = Set((rule["parse"]?.elements ?? []).compactMap(\.string))
        var rest = Mentions()
        rest.everyone = everyone && parsed.contains("everyone")
        rest.users =
            parsed.contains("users") ? users : users.intersection(Self.ids(rule["users"]))
        rest.roles =
            parsed.contains("roles") ? roles : roles.intersection(Self.ids(rule["roles"]))
        return rest
    }

    private static func ids(_ json: JSON?) -> Set<Snowflake> {
        Set((json?.elements ?? []).compactMap(\.id))
    }
}
