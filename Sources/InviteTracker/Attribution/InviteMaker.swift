import API
import Discord
import Essentials
import EventLoop
import Modules
import Postgres

/// Makes and deletes invites on Discord, and keeps the known list right.
struct InviteMaker: Sendable {
    let database: Database
    let calls: DiscordCalls
    let settings: InviteSettings
    let deadline: Instant

    /// - Parameters:
    ///   - owner: who is credited; nil: whoever Discord names, which is the bot.
    ///   - askedAt: a time of the database's clock that had passed then: whoever was erased since is nobody's owner.
    func make(
        _ draft: InviteDraft, to channel: Snowflake, for owner: Snowflake?, askedAt: Timestamp
    ) async throws -> KnownInvite {
        let place = try await calls.channel(channel, of: settings.guild, field: "channel_id")
        let made = try await calls.createInvite(
            draft, to: place, reason: "Asked for through Kennel")
        var invite = KnownInvite(made, of: settings.guild)
        invite.channel = invite.channel ?? channel
        invite.owner = owner ?? invite.owner
        do throws(DatabaseError) {
            try await InviteList(database: database).add(
                invite, to: settings, askedAt: askedAt,
                deadline: Instant.now() + RequestContext.timeLimit)
        } catch {
            // The next reading finds it in any case; but nobody would know any more who is to be credited.
            guard owner != nil else { return invite }
            await takeBack(invite.code)
            throw error
        }
        return invite
    }

    private func takeBack(_ code: String) async {
        do throws(DiscordError) {
            _ = try await calls.deleteInvite(
                calls.invite(code, of: settings.guild), reason: "It couldn't be stored")
        } catch {}
    }

    func delete(_ code: String) async throws {
        guard let invite = try await find(code) else { return }
        do throws(DiscordError) {
            _ = try await calls.deleteInvite(invite, reason: "Asked for through Kennel")
        } catch {
            // It stood a moment ago: this call's first try deleted it, and the answer was lost.
            guard error.isGone(.invite) else { throw error }
        }
        try await InviteList(database: database).noteDeleted(
            code, of: settings, deadline: .now() + DiscordCalls.longestWait)
    }

    /// The invite; nil where it was this guild's and is gone: deleted by a request whose answer was lost, or used up.
    private func find(_ code: String) async throws -> GuildInvite? {
        do throws(DiscordError) {
            return try await calls.invite(code, of: settings.guild)
        } catch {
            guard error.isGone(.invite) || error == .foreign(.invite) else { throw error }
            let wasKnown = try await InviteList(database: database).drop(
                code, of: settings, deadline: .now() + DiscordCalls.longestWait)
            if error.isGone(.invite), wasKnown { return nil }
            throw APIError.unprocessable("Discord knows no invite '\(code)' of this guild.")
        }
    }
}
