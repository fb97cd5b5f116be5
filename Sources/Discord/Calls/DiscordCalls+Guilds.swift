import Essentials
import HTTP

/// Calls about guilds.
extension DiscordCalls {
    /// The guild with its approximate counts.
    package func guild(_ id: Snowflake) async throws(DiscordError) -> Guild {
        try await one(.get, "/guilds/{guild}", id, then: "?with_counts=true")
    }

    package func channels(of guild: Snowflake) async throws(DiscordError) -> [Channel] {
        try await list(.get, "/guilds/{guild}/channels", guild)
    }

    package func roles(of guild: Snowflake) async throws(DiscordError) -> [Role] {
        try await list(.get, "/guilds/{guild}/roles", guild)
    }

    /// How many members have each role; without @everyone.
    package func roleMemberCounts(
        of guild: Snowflake
    ) async throws(DiscordError) -> [Snowflake: Int] {
        let request = request(.get, "/guilds/{guild}/roles/member-counts", [guild])
        return try await read(request) { root in
            guard root.kind == .object else { return nil }
            var counts: [Snowflake: Int] = [:]
            for (key, value) in root.members {
                guard let role = key.string().flatMap(Snowflake.init(decimal:)) else { continue }
                counts[role] = value.clampedInteger ?? 0
            }
            return counts
        }
    }

    /// - Throws: what `isGone(.member, .user)` says of somebody who isn't a member.
    package func member(
        _ user: Snowflake, of guild: Snowflake
    ) async throws(DiscordError) -> Member {
        try await one(.get, "/guilds/{guild}/members/{}", guild, user)
    }

    /// Nil for somebody who isn't a member.
    package func memberIfPresent(
        _ user: Snowflake, of guild: Snowflake
    ) async throws(DiscordError) -> Member? {
        try await unlessGone(.member, .user) { () throws(DiscordError) in
            try await member(user, of: guild)
        }
    }

    /// A page of the members, by rising ids. - Parameter limit: 1…1000.
    package func members(
        of guild: Snowflake, after: Snowflake? = nil, limit: Int = 1000
    ) async throws(DiscordError) -> [Member] {
        let start = after.map { "&after=\($0)" } ?? ""
        return try await list(
            .get, "/guilds/{guild}/members", guild, then: "?limit=\(limit)\(start)")
    }

    package func addRole(
        _ role: Snowflake, to user: Snowflake, of guild: Snowflake, reason: String
    ) async throws(DiscordError) {
        try await change(
            .put, "/guilds/{guild}/members/{}/roles/{}", guild, user, role, reason: reason)
    }

    package func removeRole(
        _ role: Snowflake, from user: Snowflake, of guild: Snowflake, reason: String
    ) async throws(DiscordError) {
        try await change(
            .delete, "/guilds/{guild}/members/{}/roles/{}", guild, user, role, reason: reason)
    }
}
