import Modules

/// Expired rows, and the deferred clean-up after `disable`.
extension Autoresponder {
    package var jobs: [JobDefinition] {
        [module.expiry("autoresponder_expiry", every: .seconds(120), of: Self.expired)]
    }

    /// Checks aren't repeated after 7 days. A cooldown that began anew has a later end, so it stays.
    package nonisolated static let expired = [
        ChunkedDelete(
            "autoresponder_answers", where: "claimed_at < now() - interval '7 days'",
            by: "claimed_at"),
        ChunkedDelete(
            "autoresponder_cooldowns", where: "ends_at < now() - interval '1 minute'",
            by: "ends_at"),
    ]

    /// Answers from before the module was disabled.
    package nonisolated static let oldAnswers = [
        ChunkedDelete(
            "autoresponder_answers", olderThanActivationIn: "autoresponder_guilds",
            by: "claimed_at")
    ]

    /// `$2` removal. By now its list was sent, or its client has timed out.
    package nonisolated static let removed = [
        ChunkedDelete("autoresponder_triggers", where: "guild_id = -$2::int8"),
        ChunkedDelete("autoresponder_responses", where: "guild_id = -$2::int8"),
    ]

    /// Registers the clean-up after `disable`.
    func deleteWhatIsLeftBehind() {
        module.deletes(Self.oldAnswers, for: .oldAnswers, with: reconciler)
        module.deletes(Self.removed, for: .removal, with: reconciler) { [.int8($0.subject)] }
    }
}
