import API
import Discord
import Essentials
import EventLoop
import Postgres

/// Makes and deletes invites on Discord, and keeps the known list right.
struct InviteMaker: Sendable {
    let database: Database
    let calls: DiscordCalls
    let settings: InviteSettings
    let deadline: Instant

    /// - Parameter owner: who is credited; nil: whoever Discord names, which is the bot.
    func make(
        _ draft: InviteDraft, to channel: Snowflake, for owner: Snowflake?
    ) async throws -> KnownInvite {
        let place = try await calls.channel(channel, of: settings.guild, field: "channel_id")
        let made = try await calls.createInvite(
            draft, to: place, reason: "Asked for through Kennel")
        var invite = KnownInvite(made)
        invite.channel = invite.channel ?? channel
        invite.owner = owner ?? invite.owner
        // The invite stands on Discord whether or not it can be stored: the next reading finds it in any case.
        try? await InviteList(database: database).add(
            invite, to: settings, deadline: Instant.now() + Call.timeLimit)
        return invite
    }

    func delete(_ code: String) async throws {
        let list = InviteList(database: database)
        let soon = Instant.now() + DiscordCalls.longestWait
        do throws(DiscordError) {
            _ = try await calls.deleteInvite(
                calls.invite(code, of: settings.guild), reason: "Asked for through Kennel")
        } catch {
            guard error.isGone(.invite) || error == .foreign(.invite) else { throw error }
            // Deleted by this request's first try, whose answer was lost, or used up: it's gone, as was asked for.
            let wasKnown = try await list.drop(code, of: settings, deadline: soon)
            if error.isGone(.invite), wasKnown { return }
            throw APIError.unprocessable("Discord knows no invite '\(code)' of this guild.")
        }
        try await list.noteDeleted(code, of: settings, deadline: soon)
    }
}
