import Discord
import Effects
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
        // Discord may have been slow.
        let search = MessageSearch(
            from: times.lowerBound, to: times.upperBound + .seconds(90), after: message,
            mostPages: Self.mostPages)
        return
            switch try await search.first(
                in: place, discord,
                where: { $0.author?.id == own && stored.couldBe($0, as: draft) })
        {
        case .found: .found
        case .absent: .absent
        case .unclear: .unclear
        }
    }
}
