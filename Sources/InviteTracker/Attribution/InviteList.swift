import Modules

/// The known invites of a guild.
struct InviteList: Sendable {
    let database: Database

    /// Stores a new invite, so that its first use is noticed.
    func add(
        _ invite: KnownInvite, to settings: InviteSettings, askedAt: Timestamp, deadline: Instant
    ) async throws(DatabaseError) {
        let guild = SQLValue.snowflake(settings.guild)
        let add = BoundStatement(
            LinkSQL.add,
            [
                guild, .int8(settings.enabling), .text(invite.code),
                .snowflakeOrNull(invite.channel), .snowflakeOrNull(invite.owner),
                .int8(Int64(invite.maximumUses)), .timestamptzOrNull(invite.expiresAt),
                .timestamptz(askedAt),
            ])
        // An erasure of the owner takes the same lock.
        let lock = invite.owner.map { InviteTracker.lock.member($0, of: settings.guild) }
        _ = try await database.runTogether((lock.map { [$0] } ?? []) + [add], deadline: deadline)
    }

    /// Marks an invite as gone. Returns whether it was known, listed or not.
    @discardableResult
    func drop(
        _ code: String, of settings: InviteSettings, deadline: Instant
    ) async throws(DatabaseError) -> Bool {
        try await run(.drop, settings, [.text(code)], deadline).count > 0
    }

    /// Marks an invite as deleted with uses left.
    func noteDeleted(
        _ code: String, of settings: InviteSettings, deadline: Instant
    ) async throws(DatabaseError) {
        _ = try await run(.deleted, settings, [.text(code)], deadline)
    }

    private func run(
        _ sql: LinkSQL, _ settings: InviteSettings, _ more: [SQLValue], _ deadline: Instant
    ) async throws(DatabaseError) -> Rows {
        try await database.run(
            sql, [.snowflake(settings.guild), .int8(settings.enabling)] + more, deadline: deadline)
    }
}
