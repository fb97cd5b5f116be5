import Modules

/// Expired rows, and the deferred clean-up after `disable`.
extension Serverstats {
    /// Batch ids expire after minutes, marks of erasures and hashes of erased events after days: nothing in flight is that old.
    package nonisolated static let expired = [
        ChunkedDelete(
            "ingest_batches", where: "stored_at < now() - interval '10 minutes'", by: "stored_at"),
        ChunkedDelete(
            "serverstats_members",
            where: "NOT is_refusing AND erased_at < now() - interval '1 day'",
            by: "erased_at"),
        ChunkedDelete(
            "statistics_erased_identities", where: "erased_at < now() - interval '48 hours'",
            by: "erased_at"),
    ]

    /// Entries are watched for 31 days; those without a post expire after an hour. Posts stay.
    package nonisolated static let expiredEntries = [
        ChunkedDelete(
            "starboard_entries", where: "monitoring_start <= now() - interval '31 days'"),
        ChunkedDelete(
            "starboard_entries",
            where: """
                starboard_message_id IS NULL AND coalesce(read_at, monitoring_start) < now() - interval '1 hour'
                    AND NOT EXISTS (
                        SELECT FROM effects e
                        WHERE e.guild_id = starboard_entries.guild_id AND e.kind = 'starboard post'
                            AND e.subject = starboard_entries.original_message_id)
                """),
    ]

    /// Rows left after `disable`, besides events. Marks of runs are kept if the module is enabled again.
    package nonisolated static let leftBehind = [
        ChunkedDelete(
            "voice_sessions", olderThanActivationIn: "serverstats_settings", by: "started_at"),
        ChunkedDelete(
            "presence_sessions", olderThanActivationIn: "serverstats_settings", by: "started_at"),
        ChunkedDelete(
            "member_statuses", olderThanActivationIn: "serverstats_settings", by: "reported_at"),
        ChunkedDelete(
            "statistics_samples", olderThanActivationIn: "serverstats_settings", by: "occurred_at"),
        ChunkedDelete(
            "counter_refreshes",
            where: """
                guild_id = $2::int8 AND NOT EXISTS (
                    SELECT FROM serverstats_settings WHERE guild_id = $2)
                """),
    ]

    /// Registers the clean-up after `disable`; it waits for events in flight first.
    func deleteWhatIsLeftBehind(with reconciler: Reconciler) {
        module.deletes(
            Self.leftBehind, for: .oldStatistics, with: reconciler,
            after: InFlightTransactions(database: database).waitForPresent
        ) { [database] in
            _ = try await GuildSweep(database: database, guild: $0.guild).run(.purge)
        }
    }
}
