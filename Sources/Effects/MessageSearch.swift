import Discord
import Essentials

/// Looks in a channel for messages that may have been sent, where Discord may have forgotten their nonce.
package struct MessageSearch: Sendable {
    /// Between these they can only have been made.
    private let begin: Snowflake
    private let end: Snowflake
    private let mostPages: Int

    private static let pageSize = 100
    /// How far Discord's clock may be from the database's.
    package static let clockSkew = Duration.seconds(30)

    package enum Result: Sendable {
        case found(Message)
        case absent
        /// There are too many messages to look through.
        case unclear
    }

    /// - Parameters:
    ///   - from: when none had been sent, by the database's clock.
    ///   - to: when none could come any more.
    ///   - mostPages: how many pages of 100 messages are looked through.
    package init(
        from: Timestamp, to: Timestamp, after message: Snowflake? = nil, mostPages: Int = .max
    ) {
        begin = max(Snowflake(firstAt: from - Self.clockSkew), message ?? .first)
        end = Snowflake(firstAt: to + Self.clockSkew)
        self.mostPages = mostPages
    }

    /// The first message that fits.
    package func first(
        in channel: GuildChannel, _ discord: DiscordCalls, where fits: (Message) -> Bool
    ) async throws(DiscordError) -> Result {
        var found: Message?
        let isWhole = try await read(channel, discord) { message in
            if found == nil, fits(message) { found = message }
            return found == nil
        }
        return found.map { .found($0) } ?? (isWhole ? .absent : .unclear)
    }

    /// Goes over the messages, oldest page first, while that is wanted.
    /// - Returns: whether there were no more than may be looked through.
    @discardableResult
    package func read(
        _ channel: GuildChannel, _ discord: DiscordCalls, _ take: (Message) -> Bool
    ) async throws(DiscordError) -> Bool {
        var last = begin
        for _ in 0..<mostPages {
            let page = try await discord.messages(in: channel, after: last, limit: Self.pageSize)
            for message in page where message.id < end {
                guard take(message) else { return true }
            }
            guard !ListPage.isLast(page.count, of: Self.pageSize),
                let newest = page.map(\.id).max(), newest > last,
                newest < end
            else { return true }
            last = newest
        }
        return false
    }
}
