import Effects
import EventLoop
import Jobs
import Modules
import Postgres

/// What answering leaves, and what disabling does.
extension Autoresponder {
    package var jobs: [JobDefinition] {
        [module.expiry("autoresponder_expiry", every: .seconds(120), of: Self.expired)]
    }

    /// Nobody repeats a check after so long; a cooldown that has begun anew stays.
    package nonisolated static let expired = [
        ChunkedDelete(
            "autoresponder_answers", where: "claimed_at < now() - interval '7 days'",
            by: "claimed_at"),
        ChunkedDelete(
            "autoresponder_cooldowns", where: "ends_at < now() - interval '1 minute'",
            by: "ends_at"),
    ]

    /// What a guild answered before it was disabled.
    package nonisolated static let oldAnswers = [
        ChunkedDelete(
            "autoresponder_answers", olderThanActivationIn: "autoresponder_guilds",
            by: "claimed_at")
    ]

    /// `$2` removal. By now its list was sent, or its reader is given up.
    package nonisolated static let removed = [
        ChunkedDelete("autoresponder_triggers", where: "guild_id = -$2::int8"),
        ChunkedDelete("autoresponder_responses", where: "guild_id = -$2::int8"),
    ]

    /// Has deleted in the background what disabling leaves.
    func deleteWhatIsLeftBehind() {
        module.deletes(Self.oldAnswers, for: .oldAnswers, with: reconciler)
        module.deletes(Self.removed, for: .removal, with: reconciler) { [.int8($0.subject)] }
    }
}
