import Modules

/// Expired rows, and the deferred clean-up after `disable` and deletions.
extension Reactionroles {
    package var jobs: [JobDefinition] {
        [module.expiry("reactionroles_expiry", every: .seconds(60), of: Self.expired)]
    }

    package nonisolated static let expired = [
        ChunkedDelete("reactionroles_answers", where: "known_until < now()", by: "known_until")
    ]

    package nonisolated static let oldGrants = [
        ChunkedDelete(
            "reactionroles_grants", olderThanActivationIn: "reactionroles_settings",
            by: "changed_at")
    ]

    /// `$2` guild, `$3` panel, `$4` entry, 0 for all of the panel.
    package nonisolated static let forgottenGrants = [
        ChunkedDelete(
            "reactionroles_grants",
            where: "guild_id = $2::int8 AND panel_id = $3::int8 AND ($4::int8 = 0 OR entry_id = $4)"
        )
    ]

    /// Registers the effects that complete requests in the background.
    func completeWhatIsLeft() {
        module.deletes(Self.oldGrants, for: .oldGrants, with: reconciler)
        module.deletes(Self.forgottenGrants, for: .forgottenGrants, with: reconciler) {
            [.snowflake($0.guild), .int8($0.subject), .int8($0.part)]
        }
        reconciler.resumes(.panel) { PanelEffect(key: $0, edit: PanelRepair()) }
        reconciler.resumes(.memberRoles) { key in
            Snowflake(rawValue: key.subject).map {
                MemberRoles(guild: key.guild, member: $0, panel: key.part)
            }
        }
        reconciler.resumes(.takeBack) { [database, reconciler] due, calls in
            try await TakeBack(database: database, calls: calls, key: due.key)
                .performSome { try await reconciler.renew(due) }
        }
        reconciler.resumes(.panelSync) { [database, reconciler] due, _ in
            try await PanelSync.complete(due.key, database, reconciler, discord: self.discord)
        }
    }
}
