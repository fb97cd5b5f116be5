import Modules

/// Creates and deletes invites on Discord, and updates the known list.
struct InviteMaker: Sendable {
    let database: Database
    let calls: DiscordCalls
    let settings: InviteSettings
    let deadline: Instant

    /// - Parameters:
    ///   - owner: the member credited with its uses; nil: Discord's inviter, which is the bot.
    ///   - askedAt: a lower bound of the request's arrival by the database's clock: an owner erased since is dropped.
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
            // The next reading finds the invite in any case, but would not know its owner.
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
            // It existed a moment ago, so an earlier attempt of this call deleted it and its answer was lost.
            guard error.isGone(.invite) else { throw error }
        }
        try await InviteList(database: database).noteDeleted(
            code, of: settings, deadline: .now() + DiscordCalls.longestWait)
    }

    /// The invite; nil if it was this guild's and is gone: used up, or deleted by a request whose answer was lost.
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
