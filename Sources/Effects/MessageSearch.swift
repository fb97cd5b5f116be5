import Discord
import Essentials
import EventLoop

/// Searches a channel for a message that may have been sent, after Discord has forgotten its nonce.
package struct MessageSearch: Sendable {
    /// The ids between which the message must lie.
    private let begin: Snowflake
    private let end: Snowflake
    private let mostPages: Int

    private static let pageSize = 100
    /// The largest assumed difference between Discord's clock and the database's.
    private static let clockSkew = Duration.seconds(30)
    /// Discord remembers a nonce for a few minutes; we rely on one.
    package static let nonceLimit = Duration.seconds(60)
    /// No call is in flight this long after it was recorded: calls wait at most 15 s and take at most 10 s. Only what can't be
    /// repeated waits for this; otherwise an effect is taken over as soon as its lock is free.
    package static let callLimit = Duration.seconds(45)

    package enum Result: Sendable {
        case found(Message)
        case absent
        /// There are too many messages to search.
        case unclear
    }

    /// - Parameters:
    ///   - from: a time before the first attempt, by the database's clock.
    ///   - to: a time after which no attempt can arrive.
    ///   - mostPages: how many pages of 100 messages are read.
    package init(
        from: Timestamp, to: Timestamp, after message: Snowflake? = nil, mostPages: Int = .max
    ) {
        begin = max(Snowflake(firstAt: from - Self.clockSkew), message ?? .first)
        end = Snowflake(firstAt: to + Self.clockSkew)
        self.mostPages = mostPages
    }

    /// Searches for the message that a claim has in doubt.
    @LoopActor
    package init(of claim: EffectClaim, mostPages: Int = .max) {
        self.init(
            from: claim.claimedAt - (claim.firstSent ?? .zero),
            to: claim.claimedAt - (claim.lastSent ?? .zero) + Self.callLimit, mostPages: mostPages)
    }

    /// The first message that matches.
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

    /// Visits the messages, oldest page first, until the visitor stops.
    /// - Returns: false if there were more messages than may be read.
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
