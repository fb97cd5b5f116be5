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

    /// What Discord says of a request that names something that isn't there, or may not be.
    private static let unknownInvite = 10_006

    func make(_ draft: InviteDraft, to channel: Snowflake) async throws -> KnownInvite {
        // A channel's id says nothing of its guild: nobody makes invites to another one.
        guard try await calls.channel(channel).guild == settings.guild else {
            throw APIError.unprocessable("The channel \(channel) is not in this guild.")
        }
        let made = try await calls.createInvite(
            draft, to: channel, reason: "Asked for through Kennel")
        var invite = KnownInvite(made)
        invite.channel = invite.channel ?? channel
        // The invite stands on Discord whether or not it can be stored: the next reading finds it in any case.
        try? await InviteList(database: database).add(
            invite, to: settings, deadline: Instant.now() + Call.timeLimit)
        return invite
    }

    func delete(_ code: String) async throws {
        do throws(DiscordError) {
            guard try await calls.invite(code).guild == settings.guild else { throw unknown }
            _ = try await calls.deleteInvite(code, reason: "Asked for through Kennel")
        } catch {
            guard error.isNotFound else { throw error }
            try await drop(code)
            throw APIError.unprocessable("Discord knows no invite '\(code)' of this guild.")
        }
        try await drop(code)
    }

    private func drop(_ code: String) async throws(DatabaseError) {
        try await InviteList(database: database).drop(
            code, of: settings, deadline: Instant.now() + Call.timeLimit)
    }

    private var unknown: DiscordError {
        .refused(status: 404, code: Self.unknownInvite, message: "Unknown Invite")
    }
}
