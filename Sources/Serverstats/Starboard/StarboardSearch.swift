import Discord
import Essentials

/// Looks in the starboard channel for a post that may have been sent, where Discord may have forgotten its nonce.
struct StarboardSearch: Sendable {
    let post: StarboardPost
    let bot: Snowflake
    /// Between these it can only have been made.
    let from: Timestamp
    let to: Timestamp

    /// How far Discord's clock may be from the database's.
    private static let clockSkew = Duration.seconds(30)
    private static let pageSize = 100

    /// - Parameters:
    ///   - entry: whose post may be there.
    ///   - now: the time its ages are of.
    init(_ post: StarboardPost, bot: Snowflake, entry: StarboardEntry, now: Timestamp) {
        self.post = post
        self.bot = bot
        from = now - (entry.firstSent ?? .zero) - Self.clockSkew
        to = now - (entry.lastSent ?? .zero) + StarboardMachine.claimLimit + Self.clockSkew
    }

    /// The post, if it's there.
    func find(
        in channel: GuildChannel, _ discord: DiscordCalls
    ) async throws(DiscordError) -> Snowflake? {
        let end = Self.id(firstAt: to)
        var last = Self.id(firstAt: from)
        while true {
            let page = try await discord.messages(
                in: channel, after: Snowflake(rawValue: last), limit: Self.pageSize)
            if let found = page.first(where: { post.isShown(by: $0, bot: bot) }) { return found.id }
            guard let newest = page.map(\.id.rawValue).max(), newest > last else { return nil }
            guard page.count == Self.pageSize, newest < end else { return nil }
            last = newest
        }
    }

    /// No id that Discord gave from a time on is smaller.
    static func id(firstAt time: Timestamp) -> Int64 {
        max(1, (time.microseconds / 1_000 - discordEpoch) << 22)
    }

    /// 2015-01-01, in milliseconds since 1970.
    private static let discordEpoch: Int64 = 1_420_070_400_000
}
