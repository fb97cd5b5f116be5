import Essentials
import HTTP

/// Calls about messages.
extension DiscordCalls {
    package func message(
        _ id: Snowflake, in channel: GuildChannel
    ) async throws(DiscordError) -> Message {
        try await one(.get, "/channels/{channel}/messages/{}", channel.id, id)
    }

    /// The first messages after an id, or the newest ones. - Parameter limit: 1…100.
    package func messages(
        in channel: GuildChannel, after: Snowflake? = nil, limit: Int
    ) async throws(DiscordError) -> [Message] {
        let start = after.map { "&after=\($0)" } ?? ""
        return try await list(
            .get, "/channels/{channel}/messages", channel.id, then: "?limit=\(limit)\(start)")
    }

    package func createMessage(
        _ draft: MessageDraft, in channel: GuildChannel
    ) async throws(DiscordError) -> Message {
        try await one(
            .post, "/channels/{channel}/messages", channel.id,
            isRepeatable: draft.nonce != nil, body: draft.within(channel.guild).write(into:))
    }

    /// Members that the draft doesn't name stay as they are.
    package func editMessage(
        _ id: Snowflake, in channel: GuildChannel, to draft: MessageDraft
    ) async throws(DiscordError) -> Message {
        try await one(
            .patch, "/channels/{channel}/messages/{}", channel.id, id,
            body: draft.within(channel.guild).write(into:))
    }

    package func deleteMessage(
        _ id: Snowflake, in channel: GuildChannel, reason: String
    ) async throws(DiscordError) {
        try await change(
            .delete, "/channels/{channel}/messages/{}", channel.id, id, reason: reason)
    }

    /// Answers an interaction that the fleet has acknowledged; its token lives for 15 minutes.
    package func answer(
        _ interaction: Interaction, with draft: MessageDraft
    ) async throws(DiscordError) {
        let request = request(
            .post, "/webhooks/{webhook}/{token}",
            [interaction.application, PercentEncoding.encode(segment: interaction.token)],
            authorization: .none, body: draft.write(into:))
        _ = try await client.send(request, self)
    }
}
