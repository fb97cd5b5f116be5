import Discord
import Essentials
import EventLoop

/// Looking for what an earlier check may have sent, so long ago that Discord has forgotten its nonce.
extension ResponseSender {
    enum SearchResult {
        case found
        case absent
        /// There are too many messages to look through.
        case unclear
        /// It may work another time.
        case failed(DiscordError)
    }

    /// Pages of 100 messages that are looked through.
    private static let mostPages = 10

    /// Looks for a message of the bot's with the response's words.
    /// - Parameter times: when a check was at work, by the database's clock.
    func search(
        for response: Response, sentWithin times: ClosedRange<Timestamp>
    ) async -> SearchResult {
        do throws(DiscordError) {
            guard let stored = stored(response), let draft = try await draft(of: response) else {
                return .absent
            }
            return try await search(for: stored, as: draft, times)
        } catch {
            return .failed(error)
        }
    }

    private func search(
        for stored: StoredMessage, as draft: MessageDraft, _ times: ClosedRange<Timestamp>
    ) async throws(DiscordError) -> SearchResult {
        let place = try await discord.channel(channel, of: guild)
        let own = try await discord.botID()
        // Clocks differ, and Discord may have been slow.
        let end = Snowflake(earliestAt: times.upperBound + .seconds(120))
        let begin = Snowflake(earliestAt: times.lowerBound - .seconds(30))
        var last = max(begin ?? message, message)
        for _ in 0..<Self.mostPages {
            let page = try await discord.messages(in: place, after: last, limit: 100)
            if page.contains(where: { $0.author?.id == own && stored.couldBe($0, as: draft) }) {
                return .found
            }
            guard page.count == 100, let newest = page.map(\.id).max(), newest > last else {
                return .absent
            }
            if let end, newest >= end { return .absent }
            last = newest
        }
        return .unclear
    }
}

extension Snowflake {
    /// The first id that Discord gives out at a time.
    fileprivate init?(earliestAt time: Timestamp) {
        self.init(rawValue: (time.microseconds / 1_000 - 1_420_070_400_000) << 22)
    }
}
