import Essentials

/// How the client reaches Discord, and as whom.
package struct DiscordConfiguration: Sendable {
    /// Where the API is, such as `https://discord.com/api/v10`.
    package let base: String
    /// The bot's; nil: only calls that need none go out, such as those with an OAuth user's token.
    package let token: String?
    /// Certificates to trust in place of the system's: of a private proxy, or of a test.
    package let caFile: String?
    /// Kennel's own, for `User-Agent`.
    package let version: String
    /// Whose users' OAuth tokens are taken; empty: the bot's own application's.
    package var applications: Set<Snowflake> = []
    package var limits = TransferLimits()
    /// Over the whole cluster.
    package var requestsPerSecond = 47
    /// So many answers of 401, 403 and 429 in ten minutes stop this worker's calls.
    package var invalidBound = 2_000

    package init(base: String, token: String?, caFile: String? = nil, version: String = "0") {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.token = token
        self.caFile = caFile
        self.version = version
    }
}
