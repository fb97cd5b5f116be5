import Discord
import Essentials
import EventLoop

/// Looks in a channel for messages that may have been sent, where Discord may have forgotten their nonce.
package struct MessageSearch: Sendable {
    /// Between these they can only have been made.
    private let begin: Snowflake
    private let end: Snowflake
    private let mostPages: Int

    private static let pageSize = 100
    /// How far Discord's clock may be from the database's.
    private static let clockSkew = Duration.seconds(30)
    /// Discord knows a nonce for some minutes; we count on one.
    package static let nonceLimit = Duration.seconds(60)
    /// No call is on its way any more so long after it was about to be sent: calls wait 15 s and take 10 s.
    package static let callLimit = Duration.seconds(45)

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

    /// For what a claim has in doubt.
    @LoopActor
    package init(of claim: EffectClaim, mostPages: Int = .max) {
        self.init(
            from: claim.claimedAt - (claim.firstSent ?? .zero),
            to: claim.claimedAt - (claim.lastSent ?? .zero) + Self.callLimit, mostPages: mostPages)
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
