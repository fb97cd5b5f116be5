import Essentials
import HTTP

/// The two kinds of reactions; who gave one of each counts once.
package enum ReactionType: Int, Sendable, CaseIterable {
    case normal = 0
    case burst = 1
}

extension DiscordCalls {
    /// A page of who reacted, by rising ids. - Parameter limit: 1…100.
    package func reactions(
        _ emoji: Emoji, on message: Snowflake, in channel: GuildChannel, type: ReactionType,
        after: Snowflake? = nil, limit: Int = 100
    ) async throws(DiscordError) -> [User] {
        let start = after.map { "&after=\($0)" } ?? ""
        return try await list(
            .get, Self.template, channel.id, message, emoji.pathSegment,
            then: "?type=\(type.rawValue)&limit=\(limit)\(start)")
    }

    /// Everyone who reacted with an emoji, in both ways, each once; all pages.
    package func allReactions(
        _ emoji: Emoji, on message: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) -> [Snowflake: User] {
        var users: [Snowflake: User] = [:]
        for type in ReactionType.allCases {
            var last: Snowflake?
            while true {
                let page = try await reactions(
                    emoji, on: message, in: channel, type: type, after: last)
                for user in page { users[user.id] = user }
                guard !ListPage.isLast(page.count, of: 100), let newest = page.map(\.id).max(),
                    last.map({ $0 < newest }) ?? true
                else { break }
                last = newest
            }
        }
        return users
    }

    package func addReaction(
        _ emoji: Emoji, to message: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) {
        try await change(
            .put, Self.template, channel.id, message, emoji.pathSegment, then: "/@me")
    }

    package func removeOwnReaction(
        _ emoji: Emoji, from message: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) {
        try await change(
            .delete, Self.template, channel.id, message, emoji.pathSegment, then: "/@me")
    }

    package func removeReaction(
        _ emoji: Emoji, of user: Snowflake, from message: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) {
        try await change(
            .delete, Self.template, channel.id, message, emoji.pathSegment, then: "/\(user)")
    }

    /// Removes everybody's reactions with an emoji.
    package func clearReactions(
        _ emoji: Emoji, from message: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) {
        try await change(.delete, Self.template, channel.id, message, emoji.pathSegment)
    }

    private static let template: StaticString = "/channels/{channel}/messages/{}/reactions/{}"
}

extension Emoji {
    fileprivate var pathSegment: String { PercentEncoding.encode(segment: pathText) }
}
