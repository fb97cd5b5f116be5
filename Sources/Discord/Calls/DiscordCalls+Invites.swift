import Essentials
import HTTP

/// An invite to be created; always a new one (`unique`).
package struct InviteDraft: Sendable {
    /// 0…100; 0: no limit.
    package var maximumUses: Int
    /// 0…604,800 seconds; 0: for ever.
    package var maximumAge: Int
    package var isUnique: Bool

    package init(maximumUses: Int, maximumAge: Int, isUnique: Bool) {
        self.maximumUses = maximumUses
        self.maximumAge = maximumAge
        self.isUnique = isUnique
    }
}

extension DiscordCalls {
    /// All invites with their uses, without the vanity URL.
    package func invites(of guild: Snowflake) async throws(DiscordError) -> [Invite] {
        try await list(.get, "/guilds/{guild}/invites", "\(guild)", "/guilds/\(guild)/invites")
    }

    package func vanityURL(of guild: Snowflake) async throws(DiscordError) -> VanityURL {
        try await one(
            .get, "/guilds/{guild}/vanity-url", "\(guild)", "/guilds/\(guild)/vanity-url")
    }

    package func createInvite(
        _ draft: InviteDraft, to channel: Snowflake, reason: String
    ) async throws(DiscordError) -> Invite {
        try await one(
            .post, "/channels/{channel}/invites", "\(channel)", "/channels/\(channel)/invites",
            reason: reason
        ) { writer in
            writer.field("max_uses", draft.maximumUses)
            writer.field("max_age", draft.maximumAge)
            writer.field("unique", draft.isUnique)
        }
    }

    package func deleteInvite(
        _ code: String, reason: String
    ) async throws(DiscordError) -> Invite {
        try await one(
            .delete, "/invites/{}", "", "/invites/\(PercentEncoding.encode(segment: code))",
            reason: reason)
    }
}
