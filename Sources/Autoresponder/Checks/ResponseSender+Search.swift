import Modules

/// The search for a response that an earlier check may have sent, so long ago that Discord has forgotten its nonce.
extension ResponseSender {
    enum SearchResult {
        case found
        case absent
        /// There are too many messages to search.
        case unclear
        /// It may succeed later.
        case failed(DiscordError)
    }

    /// The maximum number of pages of 100 messages to search.
    private static let mostPages = 10

    /// Searches for a message by the bot with the response's text.
    /// - Parameter times: when checks may have sent it, by the database's clock.
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
        // Adds time for a slow Discord.
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
