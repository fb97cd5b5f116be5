import Essentials
import EventLoop
import HTTP

/// An invite to be created; always a new one (`unique`).
package struct InviteDraft: Sendable {
    /// 0…100; 0: no limit.
    package var maximumUses: Int
    /// 0…604,800 seconds; 0: for ever.
    package var maximumAge: Int
    /// Who joins by it stays a member only while connected.
    package var isTemporary: Bool
    package var isUnique: Bool

    package init(maximumUses: Int, maximumAge: Int, isTemporary: Bool, isUnique: Bool) {
        self.maximumUses = maximumUses
        self.maximumAge = maximumAge
        self.isTemporary = isTemporary
        self.isUnique = isUnique
    }
}

extension DiscordCalls {
    /// All invites with their uses, without the vanity URL.
    package func invites(of guild: Snowflake) async throws(DiscordError) -> [Invite] {
        try await list(.get, "/guilds/{guild}/invites", guild)
    }

    /// Nil for a guild without the feature, which isn't asked for it.
    @LoopActor
    package func vanityURL(of guild: Snowflake) async throws(DiscordError) -> VanityURL? {
        guard try await hasVanityURL(guild) else { return nil }
        return try await one(.get, "/guilds/{guild}/vanity-url", guild)
    }

    @LoopActor
    private func hasVanityURL(_ guild: Snowflake) async throws(DiscordError) -> Bool {
        if let known = client.vanities.hasVanity(guild, now: .now()) { return known }
        let hasVanity = try await self.guild(guild).features.contains("VANITY_URL")
        client.vanities.keep(hasVanity, guild, now: .now())
        return hasVanity
    }

    package func createInvite(
        _ draft: InviteDraft, to channel: GuildChannel, reason: String
    ) async throws(DiscordError) -> Invite {
        try await one(
            .post, "/channels/{channel}/invites", channel.id, reason: reason
        ) { writer in
            writer.field("max_uses", draft.maximumUses)
            writer.field("max_age", draft.maximumAge)
            writer.field("temporary", draft.isTemporary)
            writer.field("unique", draft.isUnique)
        }
    }

    /// An invite as anybody may see it, without the number of its uses.
    func invite(_ code: String) async throws(DiscordError) -> Invite {
        try await one(.get, "/invites/{}", PercentEncoding.encode(segment: code))
    }

    package func deleteInvite(
        _ invite: GuildInvite, reason: String
    ) async throws(DiscordError) -> Invite {
        try await one(
            .delete, "/invites/{}", PercentEncoding.encode(segment: invite.code), reason: reason)
    }
}
