import Essentials
import HTTP

/// One call of Discord's API, before it's sent.
package struct DiscordRequest: Sendable {
    package enum Authorization: Hashable, Sendable {
        /// The bot's own token.
        case bot
        /// An OAuth user's access token: not of the bot's limits.
        case bearer(String)
        /// None: the path holds a token (interactions, webhooks); outside the global budget.
        case none
    }

    package let method: HTTPMethod
    /// The route, which groups calls for rate limits before Discord names a bucket, such as `/channels/{channel}/messages/{}`.
    package let template: StaticString
    /// The top-level resource that limits are per: channel, guild, webhook id and token; empty where there is none.
    package let major: String
    /// Path and query after `/api/v10`.
    package let target: String
    package var body: [UInt8]?
    package var authorization = Authorization.bot
    /// Shown in the guild's audit log; cut to 512 characters.
    package var reason: String?
    /// Whether it may be sent again though it may have been done already: GET, PUT, DELETE, and what has an enforced nonce.
    package var isRepeatable: Bool
    /// Takes the body of a good answer.
    var sink: (any BodySink)?

    /// Whether the path leads where it says. What callers name stands in paths: without a name, or with one of dots, a path means
    /// another resource, however it's encoded.
    var hasPlainPath: Bool {
        let path = target.prefix { $0 != "?" }
        return path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

/// A good answer: status and body, unless a sink took it.
package struct DiscordReply: Sendable {
    package let status: Int
    package let body: [UInt8]
}
