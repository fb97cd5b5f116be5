import Modules

/// Expired rows, and the deferred clean-up after `disable`.
extension InviteTracker {
    package var jobs: [JobDefinition] {
        [module.expiry("invite_tracker_upkeep", every: .seconds(600), of: Self.expired)]
    }

    package nonisolated static let expired = [
        ChunkedDelete(
            "invite_tracker_uses", where: "joined_at < now() - interval '31 days'", by: "joined_at"),
        // Their joins never came.
        ChunkedDelete(
            "invite_tracker_steps", where: "seen_at < now() - interval '5 minutes'", by: "seen_at"),
        ChunkedDelete(
            "invite_tracker_invites", where: "gone_at < now() - interval '1 hour'", by: "gone_at"),
        // Nothing in flight is older than these marks.
        ChunkedDelete(
            "invite_tracker_erasures", where: "erased_at < now() - interval '1 day'",
            by: "erased_at"),
        // Joins of these members aren't repeated any more.
        ChunkedDelete(
            "invite_tracker_erased_members", where: "erased_at < now() - interval '31 days'",
            by: "erased_at"),
        // Their joins never came.
        ChunkedDelete(
            "invite_tracker_departures", where: "left_at < now() - interval '7 days'",
            by: "left_at"),
    ]

    /// `$2` guild, `$3` activation. By now its invites were listed, or the client has timed out, and nothing of it is in flight.
    package nonisolated static let ended = [
        ChunkedDelete("invite_tracker_uses", where: "guild_id = $2::int8 AND enabling = $3::int8"),
        ChunkedDelete("invite_tracker_steps", where: "guild_id = $2::int8 AND enabling = $3::int8"),
        ChunkedDelete(
            "invite_tracker_departures", where: "guild_id = $2::int8 AND enabling = $3::int8"),
        ChunkedDelete(
            "invite_tracker_invites", where: "guild_id = $2::int8 AND enabling = $3::int8"),
    ]

    /// Registers the clean-up after `disable`.
    func deleteWhatIsLeftBehind(with reconciler: Reconciler) {
        module.deletes(Self.ended, for: .endedInvites, with: reconciler) {
            [.snowflake($0.guild), .int8($0.subject)]
        }
    }
}
